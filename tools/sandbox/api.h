#ifndef SPECTRAKIT_TOOLS_SANDBOX_API_H
#define SPECTRAKIT_TOOLS_SANDBOX_API_H

#include <atomic>
#include <string>

#include "sandbox/documents.h"
#include "sandbox/file_store.h"
#include "sandbox/person_writes.h"
#include "sandbox/rate_limits.h"
#include "sandbox/router.h"
#include "sandbox/store.h"

namespace spectrakit::sandbox {

/// Spectora's endpoints under /v2, and the stored files under /files, whose URLs need no key as signed ones do not.
class Api {
 public:
  Api(Store& store, FileStore& files) : store_(store), files_(files) {}

  void add_routes(Router& router);

  /// The service's own texts and its clients disagree on where the agents' stats are, so either path can be switched
  /// off. False for a path that is neither.
  bool serve_stats_only_at(const std::string& path);
  void serve_stats_everywhere() { stats_place_ = StatsPlace::kBoth; }
  std::string stats_path() const;

  RateLimits& limits() { return limits_; }

 private:
  enum class StatsPlace { kBoth, kNested, kFlat };

  bool authenticate(HttpCall& call);
  bool is_within_limits(HttpCall& call, const std::string& key);
  void list(HttpCall& call, const ResourceType& type);
  void get(HttpCall& call, const ResourceType& type);
  void list_stats(HttpCall& call, StatsPlace place);
  void create(HttpCall& call, const PersonWrites& writes);
  void update(HttpCall& call, const PersonWrites& writes);
  void upload_attachment(HttpCall& call);
  void serve_file(HttpCall& call);

  Store& store_;
  FileStore& files_;
  RateLimits limits_;
  std::atomic<StatsPlace> stats_place_ = StatsPlace::kBoth;
};

/// What the request asks for, as the documents need it.
DocumentRequest document_request(const HttpCall& call);

}  // namespace spectrakit::sandbox

#endif
