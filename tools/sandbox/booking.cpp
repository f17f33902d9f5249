#include "sandbox/booking.h"

#include "sandbox/json_members.h"

namespace spectrakit::sandbox {
namespace {

std::string required_text(const JsonMembers& members, const char* name) {
  if (!members.has(name)) members.refuse(name, "is missing");
  const std::string text = members.text(name);
  if (text.empty()) members.refuse(name, "must not be empty");
  return text;
}

std::string optional_text(const JsonMembers& members, const char* name) {
  return members.has(name) && !members.value(name).is_null() ? members.text(name) : std::string();
}

bool exists(Database& database, const std::string& table, int64_t id, int64_t company_id) {
  Query found = database.query("SELECT 1 FROM " + table + " WHERE id = ? AND company_id = ?");
  return found.bind(1, id).bind(2, company_id).next();
}

std::optional<int64_t> agent_id(Database& database, const JsonMembers& members, const char* name, int64_t company_id) {
  if (!members.has(name) || members.value(name).is_null()) return std::nullopt;
  const int64_t id = members.whole_number(name, 1, INT64_MAX);
  if (!exists(database, "connections", id, company_id)) members.refuse(name, "is no agent of this company");
  return id;
}

int64_t inspector_id(Database& database, const JsonMembers& members, int64_t company_id) {
  if (members.has("inspector_id") && !members.value("inspector_id").is_null()) {
    const int64_t id = members.whole_number("inspector_id", 1, INT64_MAX);
    if (!exists(database, "inspectors", id, company_id)) {
      members.refuse("inspector_id", "is no inspector of this company");
    }
    return id;
  }
  Query first = database.query("SELECT min(id) FROM inspectors WHERE company_id = ?");
  first.bind(1, company_id).next();
  if (first.is_null(0)) members.refuse("inspector_id", "can not be left out: the company has no inspector");
  return first.integer(0);
}

std::vector<int64_t> contact_ids(Database& database, const JsonMembers& members, int64_t company_id) {
  std::vector<int64_t> ids;
  if (!members.has("contact_ids")) return ids;
  const nlohmann::json& listed = members.value("contact_ids");
  if (!listed.is_array()) members.refuse("contact_ids", "must be an array");
  for (const nlohmann::json& id : listed) {
    if (!id.is_number_integer() || !exists(database, "contacts", id.get<int64_t>(), company_id)) {
      members.refuse("contact_ids", "must name clients of this company");
    }
    ids.push_back(id.get<int64_t>());
  }
  return ids;
}

Query& bind_unless_empty(Query& query, const char* name, const std::string& text) {
  return text.empty() ? query : query.bind(name, std::string_view(text));
}

}  // namespace

Booking::Booking(Database& database, const nlohmann::json& body) {
  const JsonMembers members(body, "",
                            {"company_id", "datetime", "property_address", "property_address_2", "property_city",
                             "property_state", "property_zip", "buying_agent_id", "selling_agent_id", "contact_ids",
                             "inspector_id", "service_names", "service_add_on_names", "description", "confirmed"});
  if (!members.has("company_id")) members.refuse("company_id", "is missing");
  company_id_ = members.whole_number("company_id", 1, INT64_MAX);
  Query company = database.query("SELECT 1 FROM companies WHERE id = ?");
  if (!company.bind(1, company_id_).next()) members.refuse("company_id", "is no company's id");
  const auto starts = parse_time(required_text(members, "datetime"));
  if (!starts) members.refuse("datetime", "must be a time with an offset, such as 2026-12-01T09:00:00-05:00");
  starts_ = *starts;
  address_ = required_text(members, "property_address");
  address_2_ = optional_text(members, "property_address_2");
  city_ = required_text(members, "property_city");
  state_ = required_text(members, "property_state");
  zip_ = required_text(members, "property_zip");
  buying_agent_id_ = agent_id(database, members, "buying_agent_id", company_id_);
  selling_agent_id_ = agent_id(database, members, "selling_agent_id", company_id_);
  contact_ids_ = contact_ids(database, members, company_id_);
  inspector_id_ = inspector_id(database, members, company_id_);
  service_names_ = optional_text(members, "service_names");
  service_add_on_names_ = optional_text(members, "service_add_on_names");
  description_ = optional_text(members, "description");
  is_confirmed_ = members.has("confirmed") && members.flag("confirmed");
}

int64_t Booking::insert(Database& database, std::optional<int64_t> id) const {
  const int64_t inspection_id = insert_inspection(database, id);
  const std::string now = local_time_text(Clock::now());
  database
      .query(
          "INSERT INTO assignments (inspection_id, inspector_id, is_primary, requested, created_at, updated_at) VALUES "
          "(?1, ?2, 1, 0, ?3, ?3)")
      .bind(1, inspection_id)
      .bind(2, inspector_id_)
      .bind(3, std::string_view(now))
      .run();
  for (const int64_t contact_id : contact_ids_) {
    database.query("INSERT OR IGNORE INTO inspection_contacts (inspection_id, contact_id) VALUES (?, ?)")
        .bind(1, inspection_id)
        .bind(2, contact_id)
        .run();
  }
  return inspection_id;
}

int64_t Booking::insert_inspection(Database& database, std::optional<int64_t> id) const {
  Query query = database.query(
      "INSERT INTO inspections (id, company_id, datetime, datetime_seconds, datetime_formatted, property_address, "
      "property_address_2, property_city, property_state, property_zip, buying_agent_id, selling_agent_id, "
      "inspector_id, service_names, service_add_on_names, description, slug, paid, quote, created_at, updated_at) "
      "VALUES (:id, :company_id, :datetime, :seconds, :formatted, :address, :address_2, :city, :state, :zip, "
      ":buying_agent_id, :selling_agent_id, :inspector_id, :service_names, :service_add_on_names, :description, "
      "lower(hex(randomblob(10))), 0, '0.00', :now, :now)");
  if (id) query.bind(":id", *id);
  query.bind(":company_id", company_id_).bind(":inspector_id", inspector_id_);
  query.bind(":datetime", std::string_view(local_time_text(starts_)));
  query.bind(":seconds", int64_t{starts_.time_since_epoch().count()});
  query.bind(":formatted", std::string_view(formatted_time_text(starts_)));
  query.bind(":address", std::string_view(address_)).bind(":city", std::string_view(city_));
  query.bind(":state", std::string_view(state_)).bind(":zip", std::string_view(zip_));
  bind_unless_empty(query, ":address_2", address_2_);
  if (buying_agent_id_) query.bind(":buying_agent_id", *buying_agent_id_);
  if (selling_agent_id_) query.bind(":selling_agent_id", *selling_agent_id_);
  query.bind(":service_names", std::string_view(service_names_));
  query.bind(":service_add_on_names", std::string_view(service_add_on_names_));
  bind_unless_empty(query, ":description", description_);
  query.bind(":now", std::string_view(local_time_text(Clock::now()))).run();
  return database.last_insert_id();
}

}  // namespace spectrakit::sandbox
