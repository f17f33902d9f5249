#include "sandbox/store.h"

#include <atomic>
#include <filesystem>

#include "sandbox/schema.h"

namespace spectrakit::sandbox {
namespace {

constexpr size_t kReaderCount = 4;

// Several connections of this process can open a database in memory by its name.
std::string database_name(const std::string& path) {
  static std::atomic<uint64_t> count = 0;
  if (path.empty()) return "file:/spectrakit-sandbox-" + std::to_string(++count) + "?vfs=memdb";
  return std::filesystem::absolute(path);
}

int64_t last_event_id_of(Database& records) {
  Query sequence = records.query("SELECT seq FROM sqlite_sequence WHERE name = 'events'");
  return sequence.next() ? sequence.integer(0) : 0;
}

}  // namespace

Store::Store(const std::string& path) : name_(database_name(path)), writer_(name_) {
  // What was answered must survive a kill of the process, not of the machine: the log reaches the kernel, not the disk.
  if (!path.empty()) writer_.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;");
  const int64_t version = schema_version();
  if (version == 0) {
    Transaction transaction(writer_);
    writer_.execute(kSchema);
    transaction.commit();
  } else if (version != kSchemaVersion) {
    throw DatabaseError("the records in " + path + " are of another version of the sandbox; use another folder");
  }
  for (size_t i = 0; i < kReaderCount; ++i) {
    readers_.push_back(std::make_unique<Database>(name_));
    readers_.back()->execute("PRAGMA query_only = ON");
    idle_readers_.push_back(readers_.back().get());
  }
}

int64_t Store::schema_version() {
  Query version = writer_.query("PRAGMA user_version");
  return version.next() ? version.integer(0) : 0;
}

Database& Store::begin_read() {
  std::unique_lock lock(mutex_);
  // A writer that waits goes first, or many readers would keep it waiting forever.
  reader_may_go_.wait(lock, [this] { return !is_writing_ && waiting_writer_count_ == 0 && !idle_readers_.empty(); });
  Database* reader = idle_readers_.back();
  idle_readers_.pop_back();
  return *reader;
}

void Store::end_read(Database& reader) {
  const std::lock_guard lock(mutex_);
  idle_readers_.push_back(&reader);
  if (waiting_writer_count_ == 0) {
    reader_may_go_.notify_one();
  } else if (idle_readers_.size() == readers_.size()) {
    writer_may_go_.notify_one();
  }
}

void Store::begin_write() {
  std::unique_lock lock(mutex_);
  ++waiting_writer_count_;
  writer_may_go_.wait(lock, [this] { return !is_writing_ && idle_readers_.size() == readers_.size(); });
  --waiting_writer_count_;
  is_writing_ = true;
}

void Store::end_write() {
  const std::lock_guard lock(mutex_);
  is_writing_ = false;
  if (waiting_writer_count_ > 0) {
    writer_may_go_.notify_one();
  } else {
    reader_may_go_.notify_all();
  }
}

std::optional<int64_t> Store::take_snapshot() {
  auto snapshot = std::make_shared<Database>(":memory:");
  {
    ReadAccess records = read();
    snapshot->copy_from(*records);
  }
  const std::lock_guard lock(snapshots_mutex_);
  if (snapshots_.size() == kMaxSnapshots) return std::nullopt;
  snapshots_.emplace(++last_snapshot_id_, std::move(snapshot));
  return last_snapshot_id_;
}

bool Store::restore_snapshot(int64_t id) {
  std::shared_ptr<Database> snapshot;
  {
    const std::lock_guard lock(snapshots_mutex_);
    const auto found = snapshots_.find(id);
    if (found == snapshots_.end()) return false;
    snapshot = found->second;
  }
  Access records = access();
  const int64_t last_event_id = last_event_id_of(*records);
  records->copy_from(*snapshot);
  // Who follows the events must not miss those that come now.
  Transaction transaction(*records);
  records->execute("DELETE FROM sqlite_sequence WHERE name = 'events'");
  records->query("INSERT INTO sqlite_sequence (name, seq) VALUES ('events', ?)").bind(1, last_event_id).run();
  transaction.commit();
  return true;
}

bool Store::drop_snapshot(int64_t id) {
  const std::lock_guard lock(snapshots_mutex_);
  return snapshots_.erase(id) == 1;
}

}  // namespace spectrakit::sandbox
