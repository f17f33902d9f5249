#include "sandbox/resource_types.h"

#include <initializer_list>

namespace spectrakit::sandbox {
namespace {

constexpr ValueKind kText = ValueKind::kText;
constexpr ValueKind kNumber = ValueKind::kNumber;
constexpr ValueKind kBoolean = ValueKind::kBoolean;
constexpr ValueKind kJson = ValueKind::kJson;
constexpr FilterKind kId = FilterKind::kId;
constexpr FilterKind kWords = FilterKind::kWords;

// The service does not say how "overall" differs from "total". Here overall counts cancelled inspections, too.
constexpr char kBuyingCount[] =
    "(SELECT COUNT(*) FROM inspections i WHERE i.buying_agent_id = connections.id AND i.canceled_at IS NULL)";
constexpr char kSellingCount[] =
    "(SELECT COUNT(*) FROM inspections i WHERE i.selling_agent_id = connections.id AND i.canceled_at IS NULL)";
// Both sides one after the other: each has an index, which an OR of the two would use for neither alone.
constexpr char kTotalCount[] =
    "((SELECT COUNT(*) FROM inspections i WHERE i.buying_agent_id = connections.id AND i.canceled_at IS NULL) + "
    "(SELECT COUNT(*) FROM inspections i WHERE i.selling_agent_id = connections.id AND i.canceled_at IS NULL AND "
    "i.buying_agent_id IS NOT connections.id))";
constexpr char kOverallCount[] =
    "((SELECT COUNT(*) FROM inspections i WHERE i.buying_agent_id = connections.id) + "
    "(SELECT COUNT(*) FROM inspections i WHERE i.selling_agent_id = connections.id AND "
    "i.buying_agent_id IS NOT connections.id))";
constexpr char kFirstDate[] =
    "(SELECT substr(MIN(side), 1, 10) FROM (SELECT MIN(i.datetime) AS side FROM inspections i WHERE i.buying_agent_id "
    "= connections.id AND i.canceled_at IS NULL UNION ALL SELECT MIN(i.datetime) FROM inspections i WHERE "
    "i.selling_agent_id = connections.id AND i.canceled_at IS NULL))";
constexpr char kLastDate[] =
    "(SELECT substr(MAX(side), 1, 10) FROM (SELECT MAX(i.datetime) AS side FROM inspections i WHERE i.buying_agent_id "
    "= connections.id AND i.canceled_at IS NULL UNION ALL SELECT MAX(i.datetime) FROM inspections i WHERE "
    "i.selling_agent_id = connections.id AND i.canceled_at IS NULL))";

constexpr char kBuyerNames[] =
    "(SELECT json_group_array(name) FILTER (WHERE name <> '') FROM (SELECT trim(ifnull(b.first_name, '') || ' ' || "
    "ifnull(b.last_name, '')) AS name FROM inspection_contacts ic JOIN contacts c ON c.id = ic.contact_id JOIN buyers "
    "b ON b.id = c.buyer_id WHERE ic.inspection_id = inspections.id))";
constexpr char kFirstBuyerName[] =
    "(SELECT nullif(trim(ifnull(b.first_name, '') || ' ' || ifnull(b.last_name, '')), '') FROM inspection_contacts ic "
    "JOIN contacts c ON c.id = ic.contact_id JOIN buyers b ON b.id = c.buyer_id WHERE ic.inspection_id = "
    "inspections.id ORDER BY ic.contact_id LIMIT 1)";

/// One text of all these values, in lower case, with nothing for null.
std::string searched_text(std::initializer_list<const char*> values) {
  std::string sql = "lower(''";
  for (const char* value : values) sql += std::string(" || ' ' || ifnull(") + value + ", '')";
  return sql + ")";
}

/// Every word must stand somewhere in the text.
std::string has_words(const char* parameter, const std::string& text) {
  return std::string("NOT EXISTS (SELECT 1 FROM json_each(:filter_") + parameter + ") word WHERE instr(" + text +
         ", word.value) = 0)";
}

// Whether the service asks for one or for all of several tags is not known. Here one is enough.
constexpr char kHasTag[] =
    "EXISTS (SELECT 1 FROM json_each(tags) tag WHERE tag.value IN (SELECT value FROM json_each(:filter_tag)))";

constexpr char kAgencyName[] = "(SELECT name FROM agencies WHERE agencies.id = connections.agency_id)";
constexpr char kTeamName[] = "(SELECT name FROM agent_teams WHERE agent_teams.id = connections.agent_team_id)";
constexpr char kBuyerFirstName[] = "(SELECT first_name FROM buyers WHERE buyers.id = contacts.buyer_id)";
constexpr char kBuyerLastName[] = "(SELECT last_name FROM buyers WHERE buyers.id = contacts.buyer_id)";
constexpr char kBuyerEmail[] = "(SELECT email FROM buyers WHERE buyers.id = contacts.buyer_id)";
constexpr char kBuyerPhone[] = "(SELECT phone FROM buyers WHERE buyers.id = contacts.buyer_id)";
constexpr char kBuyerLastFirstName[] =
    "(SELECT ifnull(last_name, '') || ' ' || ifnull(first_name, '') FROM buyers WHERE buyers.id = contacts.buyer_id)";
constexpr char kBuyingAgentName[] =
    "(SELECT nullif(trim(ifnull(c.first_name, '') || ' ' || ifnull(c.last_name, '')), '') FROM connections c WHERE "
    "c.id = inspections.buying_agent_id)";
constexpr char kSellingAgentName[] =
    "(SELECT nullif(trim(ifnull(c.first_name, '') || ' ' || ifnull(c.last_name, '')), '') FROM connections c WHERE "
    "c.id = inspections.selling_agent_id)";
constexpr char kInspectorName[] = "(SELECT name FROM inspectors WHERE inspectors.id = inspections.inspector_id)";
constexpr char kFullAddress[] =
    "property_address || ', ' || property_city || ', ' || property_state || ' ' || property_zip";

}  // namespace

const ResourceType& connection_type() {
  static const ResourceType kType = {
      "connection",
      "connections",
      {{"company_id", "company_id", kNumber},
       {"agent_id", "agent_id", kNumber},
       {"agency_id", "agency_id", kNumber},
       {"agent_team_id", "agent_team_id", kNumber},
       {"first_name", "first_name"},
       {"last_name", "last_name"},
       {"email", "email"},
       {"phone", "phone"},
       {"agency_name", kAgencyName},
       {"city", "city"},
       {"state", "state"},
       {"image", ":base_url || image"},
       {"tags", "tags", kJson},
       {"facebook", "facebook"},
       {"instagram", "instagram"},
       {"linkedin", "linkedin"},
       {"twitter", "twitter"},
       {"buying_inspections_count", kBuyingCount, kNumber},
       {"selling_inspections_count", kSellingCount, kNumber},
       {"total_inspections_count", kTotalCount, kNumber},
       {"created_at", "created_at"},
       {"updated_at", "updated_at"}},
      {{"company", company_type, false, "company_id"},
       {"agent", agent_type, false, "agent_id"},
       {"agent_team", agent_team_type, false, "agent_team_id"}},
      {{"id", "id = :filter_id", kId},
       {"agency_id", "agency_id = :filter_agency_id", kId},
       {"agent_id", "agent_id = :filter_agent_id", kId},
       {"agent_team_id", "agent_team_id = :filter_agent_team_id", kId},
       {"email", "email = :filter_email", FilterKind::kText},
       {"fulltext",
        has_words("fulltext", searched_text({"first_name", "last_name", "email", "phone", kAgencyName, kTeamName})),
        kWords},
       {"tag", kHasTag, FilterKind::kList}},
      {{"agency_name", kAgencyName},
       {"agent_inspections", kTotalCount},
       {"agent_team_name", kTeamName},
       {"buying_agent_inspections", kBuyingCount},
       {"first_name", "first_name"},
       {"last_name", "last_name"},
       {"last_first_name", "ifnull(last_name, '') || ' ' || ifnull(first_name, '')"},
       {"selling_agent_inspections", kSellingCount}},
      {{"date_of_first_inspection", kFirstDate}}};
  return kType;
}

const ResourceType& agent_type() {
  static const ResourceType kType = {"agent",
                                     "agents",
                                     {{"uuid", "uuid"},
                                      {"first_name", "first_name"},
                                      {"last_name", "last_name"},
                                      {"email", "email"},
                                      {"phone", "phone"}},
                                     {},
                                     {},
                                     {}};
  return kType;
}

const ResourceType& agent_team_type() {
  static const ResourceType kType = {
      "agent_team", "agent_teams", {{"company_id", "company_id", kNumber}, {"name", "name"}}, {}, {}, {}};
  return kType;
}

const ResourceType& connection_stat_type() {
  static const ResourceType kType = {"connection_stat",
                                     "connections",
                                     {{"company_id", "company_id", kNumber},
                                      {"total_inspections_count", kTotalCount, kNumber},
                                      {"buying_inspections_count", kBuyingCount, kNumber},
                                      {"selling_inspections_count", kSellingCount, kNumber},
                                      {"overall_inspections_count", kOverallCount, kNumber},
                                      {"first_inspection_date", kFirstDate},
                                      {"last_inspection_date", kLastDate}},
                                     {},
                                     {{"id", "id = :filter_id", kId}},
                                     {}};
  return kType;
}

const ResourceType& buyer_type() {
  static const ResourceType kType = {"buyer",
                                     "buyers",
                                     {{"first_name", "first_name"},
                                      {"last_name", "last_name"},
                                      {"email", "email"},
                                      {"phone", "phone"},
                                      {"mobile_phone", "mobile_phone"},
                                      {"home_phone", "home_phone"},
                                      {"notes", "notes"},
                                      {"private_notes", "private_notes"}},
                                     {},
                                     {},
                                     {}};
  return kType;
}

const ResourceType& contact_type() {
  static const ResourceType kType = {
      "contact",
      "contacts",
      {{"company_id", "company_id", kNumber},
       {"buyer_id", "buyer_id", kNumber},
       {"first_name", "first_name"},
       {"last_name", "last_name"},
       {"email", "email"},
       {"phone", "phone"},
       {"mobile_phone", "mobile_phone"},
       {"home_phone", "home_phone"},
       {"notes", "notes"},
       {"private_notes", "private_notes"},
       {"address", "address"},
       {"city", "city"},
       {"state", "state"},
       {"zip", "zip"},
       {"image", ":base_url || image"},
       {"tags", "tags", kJson},
       {"created_at", "created_at"},
       {"updated_at", "updated_at"}},
      {{"company", company_type, false, "company_id"}, {"buyer", buyer_type, false, "buyer_id"}},
      {{"id", "id = :filter_id", kId},
       {"buyer_id", "buyer_id = :filter_buyer_id", kId},
       {"fulltext",
        has_words("fulltext", searched_text({kBuyerFirstName, kBuyerLastName, kBuyerEmail, kBuyerPhone, "address"})),
        kWords},
       {"tag", kHasTag, FilterKind::kList}},
      {{"first_name", kBuyerFirstName}, {"last_name", kBuyerLastName}, {"last_first_name", kBuyerLastFirstName}},
      {},
      "JOIN (SELECT id AS joined_buyer_id, first_name, last_name, email, phone, mobile_phone, home_phone, notes, "
      "private_notes FROM buyers) ON joined_buyer_id = buyer_id"};
  return kType;
}

const ResourceType& inspection_type() {
  static const ResourceType kType = {
      "inspection",
      "inspections",
      {{"company_id", "company_id", kNumber},
       {"datetime", "datetime"},
       {"datetime_formatted", "datetime_formatted"},
       {"full_address", kFullAddress},
       {"property_address", "property_address"},
       {"property_address_2", "property_address_2"},
       {"property_city", "property_city"},
       {"property_state", "property_state"},
       {"property_zip", "property_zip"},
       {"buyer_name", kFirstBuyerName},
       {"buyer_names", kBuyerNames, kJson},
       {"buying_agent_name", "joined_buying_agent_name"},
       {"selling_agent_name", "joined_selling_agent_name"},
       {"inspector_name", "joined_inspector_name"},
       {"inspector_id", "inspector_id", kNumber},
       {"service_names", "service_names"},
       {"service_add_on_names", "service_add_on_names"},
       {"description", "description"},
       {"confirmed_at", "confirmed_at"},
       {"published_at", "published_at"},
       {"canceled_at", "canceled_at"},
       {"cancel_reason", "cancel_reason"},
       {"slug", "slug"},
       {"paid", "paid", kBoolean},
       {"quote", "quote"},
       {"created_at", "created_at"},
       {"updated_at", "updated_at"}},
      {{"company", company_type, false, "company_id"},
       {"buying_agent", connection_type, false, "buying_agent_id"},
       {"selling_agent", connection_type, false, "selling_agent_id"},
       {"assignments", assignment_type, true, "SELECT id FROM assignments WHERE inspection_id = :id ORDER BY id"},
       {"inspection_attachments", attachment_type, true,
        "SELECT id FROM inspection_attachments WHERE inspection_id = :id ORDER BY id"},
       {"buyers", buyer_type, true,
        "SELECT c.buyer_id FROM inspection_contacts ic JOIN contacts c ON c.id = ic.contact_id WHERE ic.inspection_id "
        "= "
        ":id ORDER BY ic.contact_id"},
       {"custom_fields", custom_field_type, true,
        "SELECT id FROM custom_fields WHERE inspection_id = :id ORDER BY id"}},
      {{"id", "id = :filter_id", kId},
       {"fulltext",
        has_words("fulltext",
                  searched_text({kFullAddress, "property_address_2", kBuyerNames, kBuyingAgentName, kSellingAgentName,
                                 kInspectorName, "service_names", "service_add_on_names", "slug"})),
        kWords},
       {"address", has_words("address", searched_text({kFullAddress, "property_address_2"})), kWords},
       {"company_id", "company_id = :filter_company_id", kId},
       {"connection_id", ":filter_connection_id IN (buying_agent_id, selling_agent_id)", kId},
       {"datetime_greater_than", "datetime_seconds > :filter_datetime_greater_than", FilterKind::kTime},
       {"datetime_less_than", "datetime_seconds < :filter_datetime_less_than", FilterKind::kTime}},
      {{"datetime", "datetime_seconds"}},
      {},
      "LEFT JOIN (SELECT id AS joined_buying_agent_id, nullif(trim(ifnull(first_name, '') || ' ' || ifnull(last_name, "
      "'')), '') AS joined_buying_agent_name FROM "
      "connections) ON joined_buying_agent_id = buying_agent_id "
      "LEFT JOIN (SELECT id AS joined_selling_agent_id, nullif(trim(ifnull(first_name, '') || ' ' || ifnull(last_name, "
      "'')), '') AS joined_selling_agent_name "
      "FROM connections) ON joined_selling_agent_id = selling_agent_id "
      "LEFT JOIN (SELECT id AS joined_inspector_id, name AS joined_inspector_name FROM inspectors) ON "
      "joined_inspector_id = inspector_id"};
  return kType;
}

const ResourceType& company_type() {
  static const ResourceType kType = {
      "company",
      "companies",
      {{"id", "id", kNumber},
       {"slug", "slug"},
       {"name", "name"},
       {"email", "email"},
       {"phone", "phone"},
       {"website", "website"},
       {"video_url", "video_url"},
       {"description", "description"},
       {"image_url", "image_url"},
       {"image_2_url", "image_2_url"},
       {"city", "city"},
       {"state", "state"},
       {"country", "country"},
       {"address", "address"},
       {"zip", "zip"},
       {"lat", "lat", kNumber},
       {"lng", "lng", kNumber},
       {"service_radius", "service_radius", kNumber},
       {"service_area", "service_area"},
       {"multi_inspector", "(SELECT COUNT(*) > 1 FROM inspectors WHERE company_id = companies.id)", kBoolean},
       {"inspection_count", "(SELECT COUNT(*) FROM inspections WHERE company_id = companies.id)", kNumber},
       {"accepts_payment", "1", kBoolean},
       {"us_based", "1", kBoolean},
       {"can_receive_bnpl_payments", "0", kBoolean},
       {"eligible_for_auto_enroll", "0", kBoolean},
       {"pac_eligible", "0", kBoolean},
       {"payment_processor", "'stripe'"}},
      {},
      {},
      {}};
  return kType;
}

const ResourceType& assignment_type() {
  static const ResourceType kType = {"assignment",
                                     "assignments",
                                     {{"inspection_id", "inspection_id", kNumber},
                                      {"inspector_id", "inspector_id", kNumber},
                                      {"primary", "is_primary", kBoolean},
                                      {"google_calendar_id", "NULL"},
                                      {"hidden", "0", kBoolean},
                                      {"pay_amount", "pay_amount"},
                                      {"pay_reason", "pay_reason"},
                                      {"requested", "requested", kBoolean},
                                      {"created_at", "created_at"},
                                      {"updated_at", "updated_at"},
                                      {"deleted_at", "NULL"}},
                                     {},
                                     {},
                                     {}};
  return kType;
}

// Spectora names the include; what is in such a record, nobody has told.
const ResourceType& custom_field_type() {
  static const ResourceType kType = {
      "custom_field",
      "custom_fields",
      {{"inspection_id", "inspection_id", kNumber}, {"name", "name"}, {"value", "value"}},
      {},
      {},
      {}};
  return kType;
}

const ResourceType& attachment_type() {
  static const ResourceType kType = {"inspection_attachment",
                                     "inspection_attachments",
                                     {{"inspection_id", "inspection_id", kNumber},
                                      {"name", "name"},
                                      {"file_file_name", "file_file_name"},
                                      {"file_content_type", "file_content_type"},
                                      {"file_file_size", "file_file_size", kNumber},
                                      {"file_url", ":base_url || file_path"},
                                      {"description", "description"},
                                      {"report", "report", kBoolean},
                                      {"internal_only", "internal_only", kBoolean},
                                      {"attachment_type", "attachment_type"},
                                      {"created_at", "created_at"},
                                      {"updated_at", "updated_at"}},
                                     {},
                                     {{"id", "id = :filter_id", kId},
                                      {"inspection_id", "inspection_id = :filter_inspection_id", kId},
                                      {"report", "report = :filter_report", FilterKind::kBoolean}},
                                     {{"created_at", "unixepoch(created_at)"}}};
  return kType;
}

const std::vector<const ResourceType*>& all_resource_types() {
  static const std::vector<const ResourceType*> kTypes = {
      &connection_type(), &agent_type(),        &agent_team_type(), &connection_stat_type(),
      &contact_type(),    &buyer_type(),        &inspection_type(), &company_type(),
      &assignment_type(), &custom_field_type(), &attachment_type()};
  return kTypes;
}

}  // namespace spectrakit::sandbox
