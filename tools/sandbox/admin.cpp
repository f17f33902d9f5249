#include "sandbox/admin.h"

#include <nlohmann/json.hpp>

#include "sandbox/documents.h"
#include "sandbox/list_query.h"
#include "sandbox/resource_types.h"
#include "sandbox/rule_members.h"
#include "sandbox/time_text.h"

namespace spectrakit::sandbox {
namespace {

using Json = nlohmann::json;

constexpr size_t kMaxBodyBytes = 16 * 1024 * 1024;

Json read_json(const HttpCall& call) {
  return Json::parse(call.read_body(kMaxBodyBytes), nullptr, false);
}

std::string dump(const nlohmann::ordered_json& json) {
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

void Admin::add_routes(Router& router) {
  router.add("GET", "/_sandbox/health", [this](HttpCall& call) { report_health(call); });
  router.add("POST", "/_sandbox/faults", [this](HttpCall& call) { add_fault(call); });
  router.add("GET", "/_sandbox/faults", [this](HttpCall& call) { call.answer(200, dump(faults_.list())); });
  router.add("DELETE", "/_sandbox/faults", [this](HttpCall& call) {
    faults_.clear();
    faults_.gate().release();
    call.response.status = 204;
  });
  router.add("POST", "/_sandbox/faults/release", [this](HttpCall& call) {
    faults_.gate().release();
    call.response.status = 204;
  });
  router.add("GET", "/_sandbox/requests", [this](HttpCall& call) { call.answer(200, dump(log_.list())); });
  router.add("DELETE", "/_sandbox/requests", [this](HttpCall& call) {
    log_.clear();
    call.response.status = 204;
  });
  router.add("POST", "/_sandbox/inspections/{id}/cancel", [this](HttpCall& call) { cancel_inspection(call); });
  router.add("GET", "/_sandbox/settings", [this](HttpCall& call) { report_settings(call); });
  router.add("POST", "/_sandbox/settings", [this](HttpCall& call) { change_settings(call); });
}

void Admin::report_health(HttpCall& call) {
  Store::Access database = store_.access();
  nlohmann::ordered_json counts;
  for (const char* table : {"connections", "contacts", "inspections", "inspection_attachments"}) {
    Query count = database->query(std::string("SELECT COUNT(*) FROM ") + table);
    count.next();
    counts[table] = count.integer(0);
  }
  call.answer(200, dump({{"status", "ok"}, {"records", counts}}));
}

void Admin::add_fault(HttpCall& call) {
  const Json rule = read_json(call);
  if (rule.is_discarded()) {
    call.fail(400, "The body is no JSON.");
    return;
  }
  try {
    call.answer(201, dump({{"id", faults_.add(rule)}}));
  } catch (const RuleProblem& problem) {
    call.fail(422, std::vector<Problem>{{problem.pointer, problem.what()}});
  }
}

void Admin::cancel_inspection(HttpCall& call) {
  const Json body = read_json(call);
  std::string reason = "Cancelled by the client";
  if (body.is_object() && body.contains("reason") && body["reason"].is_string()) reason = body["reason"];
  const int64_t id = parse_id(call.path_parameters.at(0));
  const std::string time = local_time_text(now());
  Store::Access database = store_.access();
  database->query("UPDATE inspections SET canceled_at = ?1, updated_at = ?1, cancel_reason = ?2 WHERE id = ?3")
      .bind(1, std::string_view(time))
      .bind(2, std::string_view(reason))
      .bind(3, id)
      .run();
  Query company = database->query("SELECT company_id FROM inspections WHERE id = ?");
  if (!company.bind(1, id).next()) {
    call.fail(404, "There is no inspection with this id.");
    return;
  }
  call.company_id = company.integer(0);
  call.answer(200, single_document(*database, inspection_type(), id, document_request(call)));
}

void Admin::report_settings(HttpCall& call) {
  const RateLimits& limits = api_.limits();
  call.answer(200, dump({{"stats_path", api_.stats_path()},
                         {"requests_per_minute", limits.requests_per_minute()},
                         {"monthly_quota", limits.monthly_quota()}}));
}

void Admin::change_settings(HttpCall& call) {
  const Json settings = read_json(call);
  if (!settings.is_object()) {
    call.fail(400, "The body is no JSON object.");
    return;
  }
  for (const auto& [name, value] : settings.items()) {
    if (!change_setting(name, value)) {
      call.fail(422, "\"" + name + "\" is no setting, or can not have this value.");
      return;
    }
  }
  report_settings(call);
}

bool Admin::change_setting(const std::string& name, const Json& value) {
  const bool is_count = value.is_number_integer() && value >= 0;
  if (name == "requests_per_minute" && is_count) {
    api_.limits().set_requests_per_minute(value);
    return true;
  }
  if (name == "monthly_quota" && is_count) {
    api_.limits().set_monthly_quota(value);
    return true;
  }
  if (name != "stats_path" || !value.is_string()) return false;
  if (value != "both") return api_.serve_stats_only_at(value);
  api_.serve_stats_everywhere();
  return true;
}

}  // namespace spectrakit::sandbox
