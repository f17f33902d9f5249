#ifndef SPECTRAKIT_TOOLS_SANDBOX_ADMIN_H
#define SPECTRAKIT_TOOLS_SANDBOX_ADMIN_H

#include "sandbox/faults.h"
#include "sandbox/request_log.h"
#include "sandbox/router.h"
#include "sandbox/settings.h"
#include "sandbox/store.h"

namespace spectrakit::sandbox {

/// The sandbox's own endpoints under /_sandbox that concern its way of answering: health, settings, clock, faults, and
/// what was received. openapi.yaml describes all of them. They need no key, and neither faults nor the list of received
/// requests see them.
class Admin {
 public:
  Admin(Store& store, Settings& settings, Faults& faults, RequestLog& log)
      : store_(store), settings_(settings), faults_(faults), log_(log) {}

  void add_routes(Router& router);

 private:
  void add_clock_routes(Router& router);
  void add_fault_routes(Router& router);
  void add_request_routes(Router& router);
  void report_health(HttpCall& call);
  void change_settings(HttpCall& call);
  void add_fault(HttpCall& call);

  Store& store_;
  Settings& settings_;
  Faults& faults_;
  RequestLog& log_;
};

}  // namespace spectrakit::sandbox

#endif
