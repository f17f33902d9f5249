#ifndef SPECTRAKIT_TOOLS_SANDBOX_STORE_H
#define SPECTRAKIT_TOOLS_SANDBOX_STORE_H

#include <mutex>
#include <string>

#include "sandbox/database.h"

namespace spectrakit::sandbox {

/// The sandbox's records: one database that all threads share, one at a time.
class Store {
 public:
  /// Opens the records in the file at `path`, or empty ones in memory when `path` is empty.
  explicit Store(const std::string& path);

  /// The database for as long as the Access lives.
  class Access {
   public:
    explicit Access(Store& store) : lock_(store.mutex_), database_(store.database_) {}
    Database& operator*() { return database_; }
    Database* operator->() { return &database_; }

   private:
    std::lock_guard<std::mutex> lock_;
    Database& database_;
  };
  Access access() { return Access(*this); }

 private:
  std::mutex mutex_;
  Database database_;
};

}  // namespace spectrakit::sandbox

#endif
