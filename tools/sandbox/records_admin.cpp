#include "sandbox/records_admin.h"

#include <initializer_list>

#include "sandbox/admin_call.h"
#include "sandbox/api.h"
#include "sandbox/booking.h"
#include "sandbox/events.h"
#include "sandbox/list_query.h"

namespace spectrakit::sandbox {
namespace {

struct Inspection {
  int64_t id = 0;
  int64_t company_id = 0;
  bool is_confirmed = false;
  bool is_canceled = false;
};

int64_t named_id(const HttpCall& call) {
  return parse_id(call.path_parameters.at(0));
}

/// Nothing, and answered, when there is none with the id in the path.
std::optional<Inspection> find_inspection(HttpCall& call, Database& database) {
  const int64_t id = named_id(call);
  Query row = database.query(
      "SELECT company_id, confirmed_at IS NOT NULL, canceled_at IS NOT NULL FROM inspections WHERE id = ?");
  if (row.bind(1, id).next()) return Inspection{id, row.integer(0), row.integer(1) != 0, row.integer(2) != 0};
  call.fail(404, "There is no inspection with this id.");
  return std::nullopt;
}

void answer_inspection(HttpCall& call, Database& database, int status, const Inspection& inspection) {
  call.company_id = inspection.company_id;
  call.answer(status, single_document(database, inspection_type(), inspection.id, document_request(call)));
}

/// `assignment` may use :now and :reason.
void change(Database& database, const Inspection& inspection, const std::string& assignment, const std::string& event,
            const std::string& reason = {}) {
  const std::string now = local_time_text(Clock::now());
  Transaction transaction(database);
  database.query("UPDATE inspections SET updated_at = :now, " + assignment + " WHERE id = :id")
      .bind(":now", std::string_view(now))
      .bind(":reason", std::string_view(reason))
      .bind(":id", inspection.id)
      .run();
  record_event(database, event, inspection.id, inspection.company_id);
  transaction.commit();
}

/// Runs statements that each take the id, all or none, and records the event.
void remove(Database& database, int64_t id, int64_t company_id, const std::string& event,
            std::initializer_list<const char*> statements) {
  Transaction transaction(database);
  for (const char* sql : statements) database.query(sql).bind(":id", id).run();
  record_event(database, event, id, company_id);
  transaction.commit();
}

/// The company of a record; 0, and answered, when there is none with the id in the path.
int64_t find_company(HttpCall& call, Database& database, const std::string& table, const std::string& noun) {
  Query row = database.query("SELECT company_id FROM " + table + " WHERE id = ?");
  if (row.bind(1, named_id(call)).next()) return row.integer(0);
  call.fail(404, "There is no " + noun + " with this id.");
  return 0;
}

}  // namespace

void RecordsAdmin::add_routes(Router& router) {
  router.add("POST", "/_sandbox/inspections", admin_handler([this](HttpCall& call) { book(call); }));
  router.add("DELETE", "/_sandbox/inspections/{id}", [this](HttpCall& call) { remove_inspection(call); });
  router.add("POST", "/_sandbox/inspections/{id}/confirm", [this](HttpCall& call) { confirm(call); });
  router.add("POST", "/_sandbox/inspections/{id}/cancel", admin_handler([this](HttpCall& call) { cancel(call); }));
  router.add("POST", "/_sandbox/inspections/{id}/publish", [this](HttpCall& call) { publish(call); });
  router.add("DELETE", "/_sandbox/connections/{id}", [this](HttpCall& call) { remove_connection(call); });
  router.add("DELETE", "/_sandbox/contacts/{id}", [this](HttpCall& call) { remove_contact(call); });
  router.add("GET", "/_sandbox/events", admin_handler([this](HttpCall& call) {
               constexpr int64_t kMaxEvents = 10'000;
               const int64_t after = query_number(call, "after", 0, INT64_MAX, 0);
               const int64_t limit = query_number(call, "limit", 1, kMaxEvents, kMaxEvents);
               Store::ReadAccess database = store_.read();
               answer_json(call, 200, list_events(*database, after, limit));
             }));
}

void RecordsAdmin::book(HttpCall& call) {
  const auto body = read_admin_body(call);
  if (!body) return;
  Store::Access database = store_.access();
  const Booking booking(*database, *body);
  Transaction transaction(*database);
  const Inspection inspection{booking.insert(*database), booking.company_id()};
  record_event(*database, "inspection.created", inspection.id, inspection.company_id);
  transaction.commit();
  if (booking.is_confirmed()) change(*database, inspection, "confirmed_at = :now", "inspection.confirmed");
  answer_inspection(call, *database, 201, inspection);
}

void RecordsAdmin::confirm(HttpCall& call) {
  Store::Access database = store_.access();
  const auto inspection = find_inspection(call, *database);
  if (!inspection) return;
  if (inspection->is_canceled || inspection->is_confirmed) {
    call.fail(409, inspection->is_canceled ? "This inspection is cancelled." : "This inspection is confirmed already.");
    return;
  }
  change(*database, *inspection, "confirmed_at = :now", "inspection.confirmed");
  answer_inspection(call, *database, 200, *inspection);
}

void RecordsAdmin::cancel(HttpCall& call) {
  const auto body = read_admin_body(call, nlohmann::json::object());
  if (!body) return;
  const JsonMembers members(*body, "", {"reason"});
  const std::string reason = members.has("reason") ? members.text("reason") : "Cancelled by the client";
  Store::Access database = store_.access();
  const auto inspection = find_inspection(call, *database);
  if (!inspection) return;
  if (inspection->is_canceled) {
    call.fail(409, "This inspection is cancelled already.");
    return;
  }
  change(*database, *inspection, "canceled_at = :now, cancel_reason = :reason", "inspection.canceled", reason);
  answer_inspection(call, *database, 200, *inspection);
}

void RecordsAdmin::publish(HttpCall& call) {
  Store::Access database = store_.access();
  const auto inspection = find_inspection(call, *database);
  if (!inspection) return;
  if (inspection->is_canceled) {
    call.fail(409, "This inspection is cancelled.");
    return;
  }
  change(*database, *inspection, "published_at = :now", "inspection.published");
  answer_inspection(call, *database, 200, *inspection);
}

void RecordsAdmin::remove_inspection(HttpCall& call) {
  Store::Access database = store_.access();
  const auto inspection = find_inspection(call, *database);
  if (!inspection) return;
  remove(*database, inspection->id, inspection->company_id, "inspection.deleted",
         {"DELETE FROM inspection_attachments WHERE inspection_id = :id",
          "DELETE FROM custom_fields WHERE inspection_id = :id", "DELETE FROM assignments WHERE inspection_id = :id",
          "DELETE FROM inspection_contacts WHERE inspection_id = :id", "DELETE FROM inspections WHERE id = :id"});
  answer_nothing(call);
}

void RecordsAdmin::remove_connection(HttpCall& call) {
  Store::Access database = store_.access();
  const int64_t company_id = find_company(call, *database, "connections", "connection");
  if (company_id == 0) return;
  remove(*database, named_id(call), company_id, "connection.deleted",
         {"UPDATE inspections SET buying_agent_id = NULL WHERE buying_agent_id = :id",
          "UPDATE inspections SET selling_agent_id = NULL WHERE selling_agent_id = :id",
          "DELETE FROM connections WHERE id = :id"});
  answer_nothing(call);
}

void RecordsAdmin::remove_contact(HttpCall& call) {
  Store::Access database = store_.access();
  const int64_t company_id = find_company(call, *database, "contacts", "contact");
  if (company_id == 0) return;
  remove(*database, named_id(call), company_id, "contact.deleted",
         {"DELETE FROM inspection_contacts WHERE contact_id = :id", "DELETE FROM contacts WHERE id = :id"});
  answer_nothing(call);
}

}  // namespace spectrakit::sandbox
