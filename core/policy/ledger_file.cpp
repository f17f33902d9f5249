#include "policy/ledger_file.h"

#include <openssl/sha.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/fork.h"

namespace spectrakit::policy {
namespace {

constexpr int kFormat = 1;
/// Another process holds the lock for microseconds.
constexpr int kLockPatienceMs = 2'000;

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

}  // namespace

Result<std::unique_ptr<LedgerFile>> LedgerFile::open(const std::string& path, std::string_view host,
                                                     std::string_view key) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code made;
  if (!folder.empty()) std::filesystem::create_directories(folder, made);
  auto file = std::unique_ptr<LedgerFile>(new LedgerFile(path, std::string(host), hash_of(key)));
  if (ErrorPtr error = file->prepare()) return error;
  return file;
}

LedgerFile::LedgerFile(std::string path, std::string host, std::string key_hash)
    : path_(std::move(path)),
      host_(std::move(host)),
      key_hash_(std::move(key_hash)),
      fork_generation_(fork_generation()) {}

LedgerFile::~LedgerFile() {
  // SQLite's connections must not be touched in a forked child, not even to close them.
  if (fork_generation_ == fork_generation()) sqlite3_close(database_);
}

ErrorPtr LedgerFile::prepare() {
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX;
  if (sqlite3_open_v2(path_.c_str(), &database_, flags, nullptr) != SQLITE_OK) return failure("can not be opened");
  chmod(path_.c_str(), S_IRUSR | S_IWUSR);
  sqlite3_busy_timeout(database_, kLockPatienceMs);
  int format = 0;
  {
    const Statement version(database_, "PRAGMA user_version");
    if (sqlite3_step(version.handle) != SQLITE_ROW) return failure("can not be read");
    format = sqlite3_column_int(version.handle, 0);
  }
  if (format > kFormat) {
    return make_error(Status::file_failed, "the ledger " + path_ +
                                               " was made by a newer version of SpectraKit; update this program, or "
                                               "give it a ledger of its own");
  }
  // With a write-ahead log a commit waits for no disk; a power cut can lose the last ones, and no more.
  if (ErrorPtr error = execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")) return error;
  return execute(
      "BEGIN IMMEDIATE;"
      "CREATE TABLE IF NOT EXISTS calls (month TEXT, key TEXT, host TEXT, feature TEXT, calls INTEGER NOT NULL,"
      " PRIMARY KEY (month, key, host, feature)) WITHOUT ROWID;"
      "PRAGMA user_version = 1;"
      "COMMIT");
}

ErrorPtr LedgerFile::add(const std::map<std::string, Counts>& counts_by_month) {
  if (counts_by_month.empty() || fork_generation_ != fork_generation()) return nullptr;
  if (ErrorPtr error = execute("BEGIN IMMEDIATE")) return error;
  bool ok = true;
  {
    Statement insert(database_,
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
  ErrorPtr error = ok ? execute("COMMIT") : failure("can not be written");
  if (error) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
  return error;
}

Result<LedgerFile::Counts> LedgerFile::read(const std::string& month) {
  Counts counts;
  if (fork_generation_ != fork_generation()) return counts;
  Statement select(database_, "SELECT feature, calls FROM calls WHERE month = ?1 AND key = ?2 AND host = ?3");
  select.bind(1, month);
  select.bind(2, key_hash_);
  select.bind(3, host_);
  int step = SQLITE_ERROR;
  while ((step = sqlite3_step(select.handle)) == SQLITE_ROW) {
    const auto* feature = reinterpret_cast<const char*>(sqlite3_column_text(select.handle, 0));
    counts.emplace(feature, sqlite3_column_int64(select.handle, 1));
  }
  if (step != SQLITE_DONE) return failure("can not be read");
  return counts;
}

ErrorPtr LedgerFile::execute(const char* sql) {
  if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return nullptr;
  return failure("can not be written");
}

ErrorPtr LedgerFile::failure(const char* what) const {
  return make_error(Status::file_failed, "the ledger " + path_ + " " + what + ": " +
                                             (database_ ? sqlite3_errmsg(database_) : "out of memory") +
                                             "; give a path on a local disk that this user may write");
}

}  // namespace spectrakit::policy
