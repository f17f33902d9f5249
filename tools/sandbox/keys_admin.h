#ifndef SPECTRAKIT_TOOLS_SANDBOX_KEYS_ADMIN_H
#define SPECTRAKIT_TOOLS_SANDBOX_KEYS_ADMIN_H

#include "sandbox/api_keys.h"
#include "sandbox/router.h"
#include "sandbox/store.h"

namespace spectrakit::sandbox {

/// The sandbox's own endpoints for companies, users and their keys: what a person does in the service's portal.
class KeysAdmin {
 public:
  KeysAdmin(Store& store, ApiKeys& keys) : store_(store), keys_(keys) {}

  void add_routes(Router& router);

 private:
  void list_companies(HttpCall& call);
  void list_users(HttpCall& call);
  void change_user(HttpCall& call);
  void list_keys(HttpCall& call);
  void create_key(HttpCall& call);
  void roll_key(HttpCall& call);
  void delete_key(HttpCall& call);

  Store& store_;
  ApiKeys& keys_;
};

}  // namespace spectrakit::sandbox

#endif
