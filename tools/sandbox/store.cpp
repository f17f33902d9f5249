#include "sandbox/store.h"

#include "sandbox/schema.h"

namespace spectrakit::sandbox {

Store::Store(const std::string& path) : database_(path) {
  // What was answered must survive a kill of the process, not of the machine: the log reaches the kernel, not the disk.
  if (!path.empty()) database_.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
  Query version = database_.query("PRAGMA user_version");
  version.next();
  if (version.integer(0) == 0) {
    Transaction transaction(database_);
    database_.execute(kSchema);
    transaction.commit();
  }
}

}  // namespace spectrakit::sandbox
