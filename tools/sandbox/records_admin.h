#ifndef SPECTRAKIT_TOOLS_SANDBOX_RECORDS_ADMIN_H
#define SPECTRAKIT_TOOLS_SANDBOX_RECORDS_ADMIN_H

#include "sandbox/documents.h"
#include "sandbox/router.h"
#include "sandbox/store.h"

namespace spectrakit::sandbox {

/// The sandbox's own endpoints for what people in an office do with records and the service's API can not: book,
/// confirm, cancel, publish and delete inspections, and delete agents and clients. All of it, and what the API does,
/// is listed as events.
class RecordsAdmin {
 public:
  explicit RecordsAdmin(Store& store) : store_(store) {}

  void add_routes(Router& router);

 private:
  void book(HttpCall& call);
  void confirm(HttpCall& call);
  void cancel(HttpCall& call);
  void publish(HttpCall& call);
  void remove_inspection(HttpCall& call);
  void remove_connection(HttpCall& call);
  void remove_contact(HttpCall& call);

  Store& store_;
};

}  // namespace spectrakit::sandbox

#endif
