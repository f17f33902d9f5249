#include "sandbox/admin.h"

#include "sandbox/admin_call.h"
#include "sandbox/clock.h"
#include "sandbox/list_query.h"
#include "sandbox/time_text.h"

namespace spectrakit::sandbox {
namespace {

// A hundred years.
constexpr int64_t kLongestAdvanceMs = 3'153'600'000'000;

void report_clock(HttpCall& call) {
  answer_json(call, 200, {{"now", utc_time_text(Clock::now())}, {"unix_ms", Clock::unix_ms()}});
}

void set_clock(HttpCall& call) {
  const auto body = read_admin_body(call);
  if (!body) return;
  const JsonMembers members(*body, "", {"now"});
  const auto time = members.has("now") ? parse_time(members.text("now")) : std::nullopt;
  if (!time) members.refuse("now", "must be a time with an offset, such as 2026-12-31T23:59:00Z");
  Clock::set_unix_ms(time->time_since_epoch().count() * 1000);
  report_clock(call);
}

void advance_clock(HttpCall& call) {
  const auto body = read_admin_body(call);
  if (!body) return;
  const JsonMembers members(*body, "", {"by_ms"});
  if (!members.has("by_ms")) members.refuse("by_ms", "is missing");
  Clock::advance(members.whole_number("by_ms", 0, kLongestAdvanceMs));
  report_clock(call);
}

}  // namespace

void Admin::add_routes(Router& router) {
  router.add("GET", "/_sandbox/health", [this](HttpCall& call) { report_health(call); });
  router.add("GET", "/_sandbox/settings", [this](HttpCall& call) { answer_json(call, 200, settings_.json()); });
  router.add("POST", "/_sandbox/settings", admin_handler([this](HttpCall& call) { change_settings(call); }));
  add_clock_routes(router);
  add_fault_routes(router);
  add_request_routes(router);
}

void Admin::add_clock_routes(Router& router) {
  router.add("GET", "/_sandbox/clock", report_clock);
  router.add("PUT", "/_sandbox/clock", admin_handler(set_clock));
  router.add("POST", "/_sandbox/clock/advance", admin_handler(advance_clock));
}

void Admin::add_fault_routes(Router& router) {
  router.add("POST", "/_sandbox/faults", admin_handler([this](HttpCall& call) { add_fault(call); }));
  router.add("GET", "/_sandbox/faults", [this](HttpCall& call) { answer_json(call, 200, faults_.list()); });
  router.add("DELETE", "/_sandbox/faults", [this](HttpCall& call) {
    faults_.clear();
    faults_.gate().release();
    answer_nothing(call);
  });
  router.add("DELETE", "/_sandbox/faults/{id}", [this](HttpCall& call) {
    if (faults_.remove(parse_id(call.path_parameters.at(0)))) {
      answer_nothing(call);
    } else {
      call.fail(404, "There is no fault rule with this id.");
    }
  });
  router.add("POST", "/_sandbox/faults/release", [this](HttpCall& call) {
    faults_.gate().release();
    answer_nothing(call);
  });
}

void Admin::add_request_routes(Router& router) {
  router.add("GET", "/_sandbox/requests", admin_handler([this](HttpCall& call) {
               const int64_t after = query_number(call, "after", 0, INT64_MAX, 0);
               const int64_t limit = query_number(call, "limit", 1, RequestLog::kMaxEntries, RequestLog::kMaxEntries);
               answer_json(call, 200, log_.list(static_cast<RequestLog::Id>(after), static_cast<size_t>(limit)));
             }));
  router.add("DELETE", "/_sandbox/requests", [this](HttpCall& call) {
    log_.clear();
    answer_nothing(call);
  });
}

void Admin::report_health(HttpCall& call) {
  Store::ReadAccess database = store_.read();
  nlohmann::ordered_json counts;
  for (const char* table : {"connections", "contacts", "inspections", "inspection_attachments"}) {
    Query count = database->query(std::string("SELECT COUNT(*) FROM ") + table);
    count.next();
    counts[table] = count.integer(0);
  }
  answer_json(call, 200, {{"status", "ok"}, {"records", counts}});
}

void Admin::change_settings(HttpCall& call) {
  const auto body = read_admin_body(call);
  if (!body) return;
  settings_.change(*body);
  Store::Access database = store_.access();
  settings_.save(*database);
  answer_json(call, 200, settings_.json());
}

void Admin::add_fault(HttpCall& call) {
  const auto body = read_admin_body(call);
  if (body) answer_json(call, 201, {{"id", faults_.add(*body)}});
}

}  // namespace spectrakit::sandbox
