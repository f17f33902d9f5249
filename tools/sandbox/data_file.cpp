#include "sandbox/data_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

#include "sandbox/api_keys.h"
#include "sandbox/attachment_upload.h"
#include "sandbox/booking.h"
#include "sandbox/bounded_json.h"
#include "sandbox/file_types.h"
#include "sandbox/json_members.h"
#include "sandbox/person_writes.h"
#include "sandbox/seed.h"

namespace spectrakit::sandbox {
namespace {

using Json = nlohmann::json;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file || std::filesystem::is_directory(path))
    throw DataFileProblem("the file " + path.string() + " can not be read");
  return bytes;
}

std::string optional_text(const JsonMembers& members, const char* name) {
  return members.has(name) ? members.text(name) : std::string();
}

const Json& list(const JsonMembers& members, const char* name) {
  static const Json kNone = Json::array();
  if (!members.has(name)) return kNone;
  if (!members.value(name).is_array()) members.refuse(name, "must be an array");
  return members.value(name);
}

/// Takes a member out of an object that the rest of is for others to read.
Json take(Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return {};
  Json value = std::move(*found);
  object.erase(found);
  return value;
}

/// Puts one company of the file into the database.
class CompanyLoader {
 public:
  CompanyLoader(Database& database, const FileStore& files, std::filesystem::path folder, std::string pointer)
      : database_(database), files_(files), folder_(std::move(folder)), pointer_(std::move(pointer)) {}

  void load(const Json& company, int64_t company_id, const std::string& fallback_key) {
    const JsonMembers members(company, pointer_, {"name", "api_key", "inspectors", "agents", "clients", "inspections"});
    if (!members.has("name")) members.refuse("name", "is missing");
    company_id_ = company_id;
    insert_company(members.text("name"));
    const std::string key = members.has("api_key") ? members.text("api_key") : fallback_key;
    if (!is_key_value(key)) members.refuse("api_key", "must be 8 to 400 visible ASCII characters");
    if (key_exists(database_, key)) members.refuse("api_key", "is another company's key");
    insert_users(database_, company_id_, key);
    insert_inspectors(members);
    each(members, "agents",
         [&](const Json& agent, const std::string& at) { load_person(connection_writes(), agent, at); });
    each(members, "clients",
         [&](const Json& client, const std::string& at) { load_person(contact_writes(), client, at); });
    each(members, "inspections",
         [&](const Json& inspection, const std::string& at) { load_inspection(inspection, at); });
  }

 private:
  template <typename Load>
  void each(const JsonMembers& members, const char* name, Load load) {
    size_t number = 0;
    for (const Json& item : list(members, name)) {
      const std::string at = pointer_ + "/" + name + "/" + std::to_string(number++);
      if (!item.is_object()) throw MemberProblem(at, "This must be an object.");
      load(item, at);
    }
  }

  void insert_company(const std::string& name) {
    const std::string slug = "company-" + std::to_string(company_id_);
    Query query = database_.query("INSERT INTO companies (id, slug, name, country) VALUES (?, ?, ?, 'US')");
    query.bind(1, company_id_).bind(2, std::string_view(slug)).bind(3, std::string_view(name)).run();
  }

  void insert_inspectors(const JsonMembers& members) {
    const auto insert = [&](const std::string& name) {
      Query query = database_.query("INSERT INTO inspectors (company_id, name) VALUES (?, ?)");
      query.bind(1, company_id_).bind(2, std::string_view(name)).run();
    };
    for (const Json& name : list(members, "inspectors")) {
      if (!name.is_string()) members.refuse("inspectors", "must hold names");
      insert(name.get<std::string>());
    }
    if (list(members, "inspectors").empty()) insert("Inspector");
  }

  void load_person(const PersonWrites& writes, const Json& person, const std::string& at) {
    Json attributes = person;
    const Json id = take(attributes, "id");
    const AttributeForm form(std::move(attributes));
    for (const Problem& problem : writes.find_problems(database_, std::nullopt, form)) {
      throw MemberProblem(at, problem.detail);
    }
    const int64_t given_id = writes.create(database_, company_id_, form);
    if (!id.is_null()) change_id(writes.type().table, given_id, id, at);
  }

  // Nothing refers to the record yet.
  void change_id(const std::string& table, int64_t old_id, const Json& id, const std::string& at) {
    if (!id.is_number_integer() || id < 1) throw MemberProblem(at + "/id", "\"id\" must be a positive whole number.");
    Query taken = database_.query("SELECT 1 FROM " + table + " WHERE id = ?");
    if (taken.bind(1, id.get<int64_t>()).next() && id != old_id) {
      throw MemberProblem(at + "/id", "\"id\" is taken by another record.");
    }
    database_.query("UPDATE " + table + " SET id = ?1 WHERE id = ?2").bind(1, id.get<int64_t>()).bind(2, old_id).run();
  }

  void load_inspection(const Json& inspection, const std::string& at) {
    Json body = inspection;
    const Json id = take(body, "id");
    const Json attachments = take(body, "attachments");
    Json progress = Json::object();
    for (const char* name : {"published_at", "canceled_at", "cancel_reason", "paid"}) {
      if (body.contains(name)) progress[name] = take(body, name);
    }
    body["company_id"] = company_id_;
    int64_t inspection_id = 0;
    try {
      inspection_id = Booking(database_, body).insert(database_);
    } catch (const MemberProblem& problem) {
      throw MemberProblem(at + problem.pointer, problem.what());
    }
    set_progress(inspection_id, inspection,
                 JsonMembers(progress, at, {"published_at", "canceled_at", "cancel_reason", "paid"}));
    if (!id.is_null()) {
      change_inspection_id(inspection_id, id, at);
      inspection_id = id.get<int64_t>();
    }
    if (attachments.is_null()) return;
    if (!attachments.is_array()) throw MemberProblem(at + "/attachments", "\"attachments\" must be an array.");
    for (size_t i = 0; i < attachments.size(); ++i) {
      load_attachment(attachments[i], inspection_id, at + "/attachments/" + std::to_string(i));
    }
  }

  void change_inspection_id(int64_t old_id, const Json& id, const std::string& at) {
    change_id("inspections", old_id, id, at);
    for (const char* table : {"assignments", "inspection_contacts"}) {
      database_.query(std::string("UPDATE ") + table + " SET inspection_id = ?1 WHERE inspection_id = ?2")
          .bind(1, id.get<int64_t>())
          .bind(2, old_id)
          .run();
    }
  }

  void set_progress(int64_t id, const Json& inspection, const JsonMembers& members) {
    Query query = database_.query(
        "UPDATE inspections SET confirmed_at = :confirmed, published_at = :published, canceled_at = :canceled, "
        "cancel_reason = :reason, paid = :paid WHERE id = :id");
    const auto bind_time = [&](const char* parameter, const char* name) {
      if (!members.has(name)) return;
      const auto time = parse_time(members.text(name));
      if (!time) members.refuse(name, "must be a time with an offset");
      query.bind(parameter, std::string_view(local_time_text(*time)));
    };
    if (inspection.value("confirmed", false)) query.bind(":confirmed", std::string_view(local_time_text(Clock::now())));
    bind_time(":published", "published_at");
    bind_time(":canceled", "canceled_at");
    if (members.has("cancel_reason")) query.bind(":reason", std::string_view(members.text("cancel_reason")));
    query.bind(":paid", int64_t{members.has("paid") && members.flag("paid")}).bind(":id", id).run();
  }

  void load_attachment(const Json& json, int64_t inspection_id, const std::string& at) {
    const JsonMembers members(json, at, {"file", "name", "description", "report", "internal_only", "attachment_type"});
    if (!members.has("file")) members.refuse("file", "is missing");
    const std::filesystem::path file = std::filesystem::weakly_canonical(folder_ / members.text("file"));
    // A file that somebody sent must not take others of this machine along.
    if (file.lexically_relative(std::filesystem::weakly_canonical(folder_)).string().starts_with("..")) {
      members.refuse("file", "must be in the folder of the data file");
    }
    NewAttachment attachment;
    attachment.company_id = company_id_;
    attachment.inspection_id = inspection_id;
    attachment.file_name = file.filename().string();
    attachment.content_type = attachment_content_type(attachment.file_name);
    if (attachment.content_type.empty()) members.refuse("file", "is of a kind that the service does not take");
    const std::string bytes = read_file(file);
    attachment.file_size_bytes = bytes.size();
    attachment.file_path = served_path(files_.store(bytes), attachment.file_name);
    attachment.name = optional_text(members, "name");
    attachment.description = optional_text(members, "description");
    attachment.attachment_type = optional_text(members, "attachment_type");
    attachment.is_report = members.has("report") && members.flag("report");
    attachment.is_internal = members.has("internal_only") && members.flag("internal_only");
    insert_attachment(database_, attachment);
  }

  Database& database_;
  const FileStore& files_;
  const std::filesystem::path folder_;
  const std::string pointer_;
  int64_t company_id_ = 0;
};

}  // namespace

void load_data_file(Database& database, const FileStore& files, const std::string& path, const std::string& api_key) {
  constexpr int64_t kFirstCompanyId = 4'201;
  const Json data = parse_bounded_json(read_file(path));
  if (data.is_discarded()) throw DataFileProblem("the file " + path + " is no JSON");
  try {
    Transaction transaction(database);
    const JsonMembers members(data, "", {"companies"});
    if (list(members, "companies").empty()) members.refuse("companies", "must hold at least one company");
    int64_t number = 0;
    for (const Json& company : list(members, "companies")) {
      const std::string suffix = number == 0 ? "" : "-" + std::to_string(number + 1);
      CompanyLoader loader(database, files, std::filesystem::absolute(path).parent_path(),
                           "/companies/" + std::to_string(number));
      loader.load(company, kFirstCompanyId + number, api_key + suffix);
      ++number;
    }
    // What is there from the beginning did not just happen.
    database.execute("DELETE FROM events");
    transaction.commit();
  } catch (const MemberProblem& problem) {
    throw DataFileProblem("the file " + path + ", at " + problem.pointer + ": " + problem.what());
  }
}

}  // namespace spectrakit::sandbox
