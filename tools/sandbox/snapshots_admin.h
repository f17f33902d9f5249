#ifndef SPECTRAKIT_TOOLS_SANDBOX_SNAPSHOTS_ADMIN_H
#define SPECTRAKIT_TOOLS_SANDBOX_SNAPSHOTS_ADMIN_H

#include <cstdint>
#include <map>
#include <mutex>

#include "sandbox/router.h"
#include "sandbox/settings.h"
#include "sandbox/store.h"

namespace spectrakit::sandbox {

/// Copies of all records, held in memory until the sandbox ends or they are dropped, and the way back to them.
///
///   POST   /_sandbox/snapshots                 keeps a copy; {"id":1}
///   POST   /_sandbox/snapshots/{id}/restore    makes the records what they were; the copy stays
///   DELETE /_sandbox/snapshots/{id}            drops the copy
///
/// Uploaded files are named by their bytes and never removed while the sandbox runs, so they need no copy. Settings and
/// the time go back with the records; faults and the requests do not.
class SnapshotsAdmin {
 public:
  SnapshotsAdmin(Store& store, Settings& settings) : store_(store), settings_(settings) {}

  void add_routes(Router& router);

 private:
  void take(HttpCall& call);
  void restore(HttpCall& call);
  void drop(HttpCall& call);
  void answer_done(HttpCall& call, bool is_done);

  Store& store_;
  Settings& settings_;
  std::mutex mutex_;
  std::map<int64_t, int64_t> unix_ms_by_id_;
};

}  // namespace spectrakit::sandbox

#endif
