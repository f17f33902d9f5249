#include "policy/ledger_file.h"

#include <openssl/sha.h>
#include <pthread.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <mutex>
#include <system_error>
#include <utility>

namespace spectrakit::policy {
namespace {

constexpr int kFormat = 1;
/// Another process holds the lock for microseconds.
constexpr int kLockPatienceMs = 2'000;
constexpr int kLockPauseMs = 5;

struct Statement {
  explicit Statement(sqlite3* database, const char* sql) { sqlite3_prepare_v2(database, sql, -1, &handle, nullptr); }
  ~Statement() { sqlite3_finalize(handle); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  void bind(int place, std::string_view text) {
    sqlite3_bind_text(handle, place, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  }

  sqlite3_stmt* handle = nullptr;
};

/// Enough of it to tell a user's keys apart; nothing of the key can be had from it.
std::string hash_of(std::string_view key) {
  const std::string text = "spectrakit ledger " + std::string(key);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string hex;
  for (size_t at = 0; at < 16; ++at) {
    hex += kHex[digest[at] >> 4];
    hex += kHex[digest[at] & 0xF];
  }
  return hex;
}

/// Held while any file is open, and across every fork.
std::mutex& open_mutex() {
  static auto& mutex = *new std::mutex;
  static const int registered =
      pthread_atfork([] { open_mutex().lock(); }, [] { open_mutex().unlock(); }, [] { open_mutex().unlock(); });
  static_cast<void>(registered);
  return mutex;
}

}  // namespace

Result<std::unique_ptr<LedgerFile>> LedgerFile::open(const std::string& path, std::string_view host,
                                                     std::string_view key) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code made;
  if (!folder.empty()) std::filesystem::create_directories(folder, made);
  auto file = std::unique_ptr<LedgerFile>(new LedgerFile(path, std::string(host), hash_of(key)));
  if (ErrorPtr error = file->with_database([](sqlite3*) -> ErrorPtr { return nullptr; })) return error;
  return file;
}

LedgerFile::LedgerFile(std::string path, std::string host, std::string key_hash)
    : path_(std::move(path)), host_(std::move(host)), key_hash_(std::move(key_hash)) {}

template <typename Use>
ErrorPtr LedgerFile::with_database(Use use) {
  const std::lock_guard lock(open_mutex());
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  sqlite3* opened = nullptr;
  const int outcome = sqlite3_open_v2(path_.c_str(), &opened, flags, nullptr);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(opened, &sqlite3_close);
  if (outcome != SQLITE_OK) return failure(opened, "can not be opened");
  if (ErrorPtr error = prepare(opened)) return error;
  return use(opened);
}

ErrorPtr LedgerFile::prepare(sqlite3* database) const {
  sqlite3_busy_timeout(database, kLockPatienceMs);
  // The write-ahead log stays when the file is closed: bringing it home would wait for the disk each time.
  sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  int format = 0;
  {
    const Statement version(database, "PRAGMA user_version");
    if (sqlite3_step(version.handle) != SQLITE_ROW) return failure(database, "can not be read");
    format = sqlite3_column_int(version.handle, 0);
  }
  if (format > kFormat) {
    return make_error(Status::file_failed, "the ledger " + path_ +
                                               " was made by a newer version of SpectraKit; update this program, or "
                                               "give it a ledger of its own");
  }
  // With a write-ahead log a commit waits for no disk; a power cut can lose the last ones, and no more.
  if (ErrorPtr error = execute(database, "PRAGMA synchronous = NORMAL")) return error;
  if (format == kFormat) return nullptr;
  chmod(path_.c_str(), S_IRUSR | S_IWUSR);
  // SQLite does not wait for the lock by itself when it changes the journal's mode.
  for (int waited_ms = 0;
       sqlite3_exec(database, "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr) == SQLITE_BUSY &&
       waited_ms < kLockPatienceMs;
       waited_ms += kLockPauseMs) {
    sqlite3_sleep(kLockPauseMs);
  }
  return execute(database,
                 "BEGIN IMMEDIATE;"
                 "CREATE TABLE IF NOT EXISTS calls (month TEXT, key TEXT, host TEXT, feature TEXT, calls INTEGER NOT "
                 "NULL, PRIMARY KEY (month, key, host, feature)) WITHOUT ROWID;"
                 "PRAGMA user_version = 1;"
                 "COMMIT");
}

ErrorPtr LedgerFile::add(const std::map<std::string, Counts>& counts_by_month) {
  if (counts_by_month.empty()) return nullptr;
  return with_database([&](sqlite3* database) { return add_to(database, counts_by_month); });
}

ErrorPtr LedgerFile::add_to(sqlite3* database, const std::map<std::string, Counts>& counts_by_month) const {
  if (ErrorPtr error = execute(database, "BEGIN IMMEDIATE")) return error;
  bool ok = true;
  {
    Statement insert(database,
                     "INSERT INTO calls VALUES (?1, ?2, ?3, ?4, ?5)"
                     " ON CONFLICT DO UPDATE SET calls = calls + excluded.calls");
    for (const auto& [month, counts] : counts_by_month) {
      for (const auto& [feature, calls] : counts) {
        insert.bind(1, month);
        insert.bind(2, key_hash_);
        insert.bind(3, host_);
        insert.bind(4, feature);
        sqlite3_bind_int64(insert.handle, 5, calls);
        ok = ok && sqlite3_step(insert.handle) == SQLITE_DONE;
        sqlite3_reset(insert.handle);
      }
    }
  }
  ErrorPtr error = ok ? execute(database, "COMMIT") : failure(database, "can not be written");
  if (error) sqlite3_exec(database, "ROLLBACK", nullptr, nullptr, nullptr);
  return error;
}

Result<LedgerFile::Counts> LedgerFile::read(const std::string& month) {
  Counts counts;
  ErrorPtr error = with_database([&](sqlite3* database) -> ErrorPtr {
    Statement select(database, "SELECT feature, calls FROM calls WHERE month = ?1 AND key = ?2 AND host = ?3");
    select.bind(1, month);
    select.bind(2, key_hash_);
    select.bind(3, host_);
    int step = SQLITE_ERROR;
    while ((step = sqlite3_step(select.handle)) == SQLITE_ROW) {
      const auto* feature = reinterpret_cast<const char*>(sqlite3_column_text(select.handle, 0));
      counts.emplace(feature, sqlite3_column_int64(select.handle, 1));
    }
    return step == SQLITE_DONE ? nullptr : failure(database, "can not be read");
  });
  if (error) return error;
  return counts;
}

ErrorPtr LedgerFile::execute(sqlite3* database, const char* sql) const {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return nullptr;
  return failure(database, "can not be written");
}

ErrorPtr LedgerFile::failure(sqlite3* database, const char* what) const {
  return make_error(Status::file_failed, "the ledger " + path_ + " " + what + ": " +
                                             (database ? sqlite3_errmsg(database) : "out of memory") +
                                             "; move it away if it is damaged, or give a path on a local disk that "
                                             "this user may write");
}

}  // namespace spectrakit::policy
