#include "sandbox/resource_types.h"

namespace spectrakit::sandbox {
namespace {

constexpr ValueKind kText = ValueKind::kText;
constexpr ValueKind kNumber = ValueKind::kNumber;
constexpr ValueKind kBoolean = ValueKind::kBoolean;
constexpr ValueKind kJson = ValueKind::kJson;

// The service does not say how "overall" differs from "total". Here overall counts cancelled inspections, too.
constexpr char kBuyingCount[] =
    "(SELECT COUNT(*) FROM inspections i WHERE i.buying_agent_id = connections.id AND i.canceled_at IS NULL)";
constexpr char kSellingCount[] =
    "(SELECT COUNT(*) FROM inspections i WHERE i.selling_agent_id = connections.id AND i.canceled_at IS NULL)";
constexpr char kTotalCount[] =
    "(SELECT COUNT(*) FROM inspections i WHERE (i.buying_agent_id = connections.id OR i.selling_agent_id = "
    "connections.id) AND i.canceled_at IS NULL)";
constexpr char kOverallCount[] =
    "(SELECT COUNT(*) FROM inspections i WHERE i.buying_agent_id = connections.id OR i.selling_agent_id = "
    "connections.id)";
constexpr char kFirstDate[] =
    "(SELECT substr(MIN(i.datetime), 1, 10) FROM inspections i WHERE (i.buying_agent_id = connections.id OR "
    "i.selling_agent_id = connections.id) AND i.canceled_at IS NULL)";
constexpr char kLastDate[] =
    "(SELECT substr(MAX(i.datetime), 1, 10) FROM inspections i WHERE (i.buying_agent_id = connections.id OR "
    "i.selling_agent_id = connections.id) AND i.canceled_at IS NULL)";

constexpr char kBuyerNames[] =
    "(SELECT json_group_array(b.first_name || ' ' || b.last_name) FROM inspection_contacts ic JOIN contacts c ON c.id "
    "= "
    "ic.contact_id JOIN buyers b ON b.id = c.buyer_id WHERE ic.inspection_id = inspections.id)";
constexpr char kFirstBuyerName[] =
    "(SELECT b.first_name || ' ' || b.last_name FROM inspection_contacts ic JOIN contacts c ON c.id = ic.contact_id "
    "JOIN "
    "buyers b ON b.id = c.buyer_id WHERE ic.inspection_id = inspections.id ORDER BY ic.contact_id LIMIT 1)";

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
       {"agency_name", "(SELECT name FROM agencies WHERE agencies.id = connections.agency_id)"},
       {"city", "city"},
       {"state", "state"},
       {"image", "image"},
       {"tags", "tags", kJson},
       {"facebook", "facebook"},
       {"instagram", "instagram"},
       {"linkedin", "linkedin"},
       {"buying_inspections_count", kBuyingCount, kNumber},
       {"selling_inspections_count", kSellingCount, kNumber},
       {"total_inspections_count", kTotalCount, kNumber},
       {"created_at", "created_at"},
       {"updated_at", "updated_at"}},
      {{"company", company_type, false, "company_id"},
       {"agent", agent_type, false, "agent_id"},
       {"agent_team", agent_team_type, false, "agent_team_id"}},
      {{"id", "id = :id", kNumber}},
      {}};
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
                                     {{"id", "id = :id", kNumber}},
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
       {"first_name", "(SELECT first_name FROM buyers WHERE buyers.id = contacts.buyer_id)"},
       {"last_name", "(SELECT last_name FROM buyers WHERE buyers.id = contacts.buyer_id)"},
       {"email", "(SELECT email FROM buyers WHERE buyers.id = contacts.buyer_id)"},
       {"phone", "(SELECT phone FROM buyers WHERE buyers.id = contacts.buyer_id)"},
       {"mobile_phone", "(SELECT mobile_phone FROM buyers WHERE buyers.id = contacts.buyer_id)"},
       {"home_phone", "(SELECT home_phone FROM buyers WHERE buyers.id = contacts.buyer_id)"},
       {"notes", "(SELECT notes FROM buyers WHERE buyers.id = contacts.buyer_id)"},
       {"private_notes", "(SELECT private_notes FROM buyers WHERE buyers.id = contacts.buyer_id)"},
       {"address", "address"},
       {"city", "city"},
       {"state", "state"},
       {"zip", "zip"},
       {"image", "image"},
       {"tags", "tags", kJson},
       {"created_at", "created_at"},
       {"updated_at", "updated_at"}},
      {{"company", company_type, false, "company_id"}, {"buyer", buyer_type, false, "buyer_id"}},
      {{"id", "id = :id", kNumber}},
      {}};
  return kType;
}

const ResourceType& inspection_type() {
  static const ResourceType kType = {
      "inspection",
      "inspections",
      {{"company_id", "company_id", kNumber},
       {"datetime", "datetime"},
       {"datetime_formatted", "datetime_formatted"},
       {"full_address", "property_address || ', ' || property_city || ', ' || property_state || ' ' || property_zip"},
       {"property_address", "property_address"},
       {"property_address_2", "property_address_2"},
       {"property_city", "property_city"},
       {"property_state", "property_state"},
       {"property_zip", "property_zip"},
       {"buyer_name", kFirstBuyerName},
       {"buyer_names", kBuyerNames, kJson},
       {"buying_agent_name",
        "(SELECT c.first_name || ' ' || c.last_name FROM connections c WHERE c.id = inspections.buying_agent_id)"},
       {"selling_agent_name",
        "(SELECT c.first_name || ' ' || c.last_name FROM connections c WHERE c.id = inspections.selling_agent_id)"},
       {"inspector_name", "(SELECT name FROM inspectors WHERE inspectors.id = inspections.inspector_id)"},
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
        ":id ORDER BY ic.contact_id"}},
      {{"id", "id = :id", kNumber}},
      {{"datetime", "datetime_seconds"}}};
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
                                     {{"id", "id = :id", kNumber},
                                      {"inspection_id", "inspection_id = :inspection_id", kNumber},
                                      {"report", "report = :report", kBoolean}},
                                     {{"created_at", "unixepoch(created_at)"}}};
  return kType;
}

}  // namespace spectrakit::sandbox
