#ifndef SPECTRAKIT_TOOLS_SANDBOX_ADMIN_H
#define SPECTRAKIT_TOOLS_SANDBOX_ADMIN_H

#include <nlohmann/json.hpp>
#include <string>

#include "sandbox/api.h"
#include "sandbox/faults.h"
#include "sandbox/request_log.h"
#include "sandbox/router.h"
#include "sandbox/store.h"

namespace spectrakit::sandbox {

/// The sandbox's own endpoints under /_sandbox. They need no key, and neither faults nor the request log see them.
///
///   GET    /_sandbox/health                    how many records there are
///   POST   /_sandbox/faults                    adds a rule (see faults.h)
///   GET    /_sandbox/faults                    the rules, keys masked
///   DELETE /_sandbox/faults                    removes all rules and releases held answers
///   POST   /_sandbox/faults/release            lets held answers go
///   GET    /_sandbox/requests                  what was received
///   DELETE /_sandbox/requests                  forgets it
///   POST   /_sandbox/inspections/{id}/cancel   cancels an inspection; {"reason":"..."} if you like
///   GET    /_sandbox/settings
///   POST   /_sandbox/settings                  {"stats_path":"/v2/connections/stats"}, or the other path, or "both";
///                                              {"requests_per_minute":60,"monthly_quota":10000}, 0 for no limit
class Admin {
 public:
  Admin(Store& store, Api& api, Faults& faults, RequestLog& log)
      : store_(store), api_(api), faults_(faults), log_(log) {}

  void add_routes(Router& router);

 private:
  void report_health(HttpCall& call);
  void add_fault(HttpCall& call);
  void cancel_inspection(HttpCall& call);
  void change_settings(HttpCall& call);
  bool change_setting(const std::string& name, const nlohmann::json& value);
  void report_settings(HttpCall& call);

  Store& store_;
  Api& api_;
  Faults& faults_;
  RequestLog& log_;
};

}  // namespace spectrakit::sandbox

#endif
