#ifndef SPECTRAKIT_TOOLS_SANDBOX_API_H
#define SPECTRAKIT_TOOLS_SANDBOX_API_H

#include <string>

#include "sandbox/api_keys.h"
#include "sandbox/documents.h"
#include "sandbox/file_store.h"
#include "sandbox/person_writes.h"
#include "sandbox/router.h"
#include "sandbox/settings.h"
#include "sandbox/store.h"

namespace spectrakit::sandbox {

/// Spectora's endpoints under /v2, and the stored files under /files, whose URLs need no key as signed ones do not.
class Api {
 public:
  Api(Store& store, FileStore& files, ApiKeys& keys, Settings& settings)
      : store_(store), files_(files), keys_(keys), settings_(settings) {}

  void add_routes(Router& router);

 private:
  /// A route whose key needs `permission`.
  void add(Router& router, Permission permission, const std::string& method, const std::string& path,
           Router::Handler handler);
  bool authenticate(HttpCall& call);
  bool is_within_limits(HttpCall& call, const std::string& key);
  void list(HttpCall& call, const ResourceType& type);
  void get(HttpCall& call, const ResourceType& type);
  void list_stats(HttpCall& call, StatsPath path);
  void create(HttpCall& call, const PersonWrites& writes);
  void update(HttpCall& call, const PersonWrites& writes);
  void upload_attachment(HttpCall& call);
  void serve_file(HttpCall& call);

  Store& store_;
  FileStore& files_;
  ApiKeys& keys_;
  Settings& settings_;
};

/// What the request asks for, as the documents need it.
DocumentRequest document_request(const HttpCall& call);

}  // namespace spectrakit::sandbox

#endif
