#ifndef SPECTRAKIT_TOOLS_SANDBOX_STORE_H
#define SPECTRAKIT_TOOLS_SANDBOX_STORE_H

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/database.h"

namespace spectrakit::sandbox {

/// The sandbox's records: one database that all threads share. Reads run beside each other, a write runs alone. A
/// thread that has one access must not ask for another.
class Store {
 public:
  /// Opens the records in the file at `path`, or empty ones in memory when `path` is empty.
  explicit Store(const std::string& path);

  /// The database to read and write, for as long as the Access lives.
  class Access {
   public:
    explicit Access(Store& store) : store_(store) { store_.begin_write(); }
    ~Access() { store_.end_write(); }
    Access(const Access&) = delete;
    Access& operator=(const Access&) = delete;
    Database& operator*() { return store_.writer_; }
    Database* operator->() { return &store_.writer_; }

   private:
    Store& store_;
  };
  Access access() { return Access(*this); }

  /// The database to read only, for as long as the ReadAccess lives. Nothing changes meanwhile.
  class ReadAccess {
   public:
    explicit ReadAccess(Store& store) : store_(store), database_(store.begin_read()) {}
    ~ReadAccess() { store_.end_read(database_); }
    ReadAccess(const ReadAccess&) = delete;
    ReadAccess& operator=(const ReadAccess&) = delete;
    Database& operator*() { return database_; }
    Database* operator->() { return &database_; }

   private:
    Store& store_;
    Database& database_;
  };
  ReadAccess read() { return ReadAccess(*this); }

  /// Keeps a copy of all records in memory and returns its id; nothing when there are kMaxSnapshots already.
  std::optional<int64_t> take_snapshot();
  /// Makes the records what they were; the snapshot stays. False when there is none with this id.
  bool restore_snapshot(int64_t id);
  /// False when there is none with this id.
  bool drop_snapshot(int64_t id);

  static constexpr size_t kMaxSnapshots = 100;

 private:
  Database& begin_read();
  void end_read(Database& reader);
  void begin_write();
  void end_write();
  int64_t schema_version();

  const std::string name_;
  std::mutex mutex_;
  std::condition_variable reader_may_go_;
  std::condition_variable writer_may_go_;
  size_t waiting_writer_count_ = 0;
  bool is_writing_ = false;
  Database writer_;
  std::vector<std::unique_ptr<Database>> readers_;
  std::vector<Database*> idle_readers_;

  std::mutex snapshots_mutex_;
  std::map<int64_t, std::shared_ptr<Database>> snapshots_;
  int64_t last_snapshot_id_ = 0;
};

}  // namespace spectrakit::sandbox

#endif
