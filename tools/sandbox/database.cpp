#include "sandbox/database.h"

#include <sqlite3.h>

namespace spectrakit::sandbox {
namespace {

// More than the usual requests need; a client that tries every combination of filters must not fill the memory.
constexpr size_t kMaxKeptStatements = 256;

// The counters of the memory in use stand behind one lock that all threads would wait for.
void turn_off_memory_counters() {
  [[maybe_unused]] static const int result = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

}  // namespace

Query::Query(Statement& statement) : statement_(statement), handle_(statement.handle) {
  if (statement_.is_in_use) throw DatabaseError("a statement was run again before its end");
  statement_.is_in_use = true;
}

Query::~Query() {
  sqlite3_reset(handle_);
  sqlite3_clear_bindings(handle_);
  statement_.is_in_use = false;
}

void Query::check(int result) const {
  if (result != SQLITE_OK) throw DatabaseError(sqlite3_errmsg(sqlite3_db_handle(handle_)));
}

Query& Query::bind(int position, int64_t value) {
  check(sqlite3_bind_int64(handle_, position, value));
  return *this;
}

Query& Query::bind(int position, std::string_view value) {
  check(sqlite3_bind_text64(handle_, position, value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Query& Query::bind(int position, double value) {
  check(sqlite3_bind_double(handle_, position, value));
  return *this;
}

Query& Query::bind_null(int position) {
  check(sqlite3_bind_null(handle_, position));
  return *this;
}

Query& Query::bind(const char* name, int64_t value) {
  const int position = sqlite3_bind_parameter_index(handle_, name);
  return position == 0 ? *this : bind(position, value);
}

Query& Query::bind(const char* name, std::string_view value) {
  const int position = sqlite3_bind_parameter_index(handle_, name);
  return position == 0 ? *this : bind(position, value);
}

bool Query::next() {
  const int result = sqlite3_step(handle_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) throw DatabaseError(sqlite3_errmsg(sqlite3_db_handle(handle_)));
  return false;
}

void Query::run() {
  while (next()) {
  }
  sqlite3_reset(handle_);
}

bool Query::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

bool Query::is_text(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_TEXT;
}

int64_t Query::integer(int column) const {
  return sqlite3_column_int64(handle_, column);
}

std::string_view Query::text(int column) const {
  const unsigned char* bytes = sqlite3_column_text(handle_, column);
  if (bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes), static_cast<size_t>(sqlite3_column_bytes(handle_, column))};
}

Database::Database(const std::string& name) {
  turn_off_memory_counters();
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
  const int result = sqlite3_open_v2(name.c_str(), &connection_, flags, nullptr);
  if (result != SQLITE_OK) {
    const std::string reason = connection_ ? sqlite3_errmsg(connection_) : sqlite3_errstr(result);
    sqlite3_close(connection_);
    throw DatabaseError("can not open the database " + name + ": " + reason);
  }
  // Somebody may look into a file with tools of their own.
  constexpr int kPatienceMs = 5000;
  sqlite3_busy_timeout(connection_, kPatienceMs);
  // A database in memory could not grow past a gigabyte; one in a file takes no notice.
  sqlite3_int64 max_bytes = INT64_MAX;
  sqlite3_file_control(connection_, "main", SQLITE_FCNTL_SIZE_LIMIT, &max_bytes);
}

Database::~Database() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement.handle);
  sqlite3_close(connection_);
}

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw DatabaseError(sqlite3_errmsg(connection_));
  }
}

Query Database::query(const std::string& sql) {
  const auto found = statements_.find(sql);
  if (found != statements_.end()) return Query(found->second);
  if (statements_.size() >= kMaxKeptStatements) forget_idle_statements();
  sqlite3_stmt* handle = nullptr;
  const int length = static_cast<int>(sql.size());
  if (sqlite3_prepare_v3(connection_, sql.c_str(), length, SQLITE_PREPARE_PERSISTENT, &handle, nullptr) != SQLITE_OK) {
    throw DatabaseError(sqlite3_errmsg(connection_));
  }
  return Query(statements_[sql] = {handle});
}

void Database::forget_idle_statements() {
  std::erase_if(statements_, [](const auto& kept) {
    const Statement& statement = kept.second;
    if (!statement.is_in_use) sqlite3_finalize(statement.handle);
    return !statement.is_in_use;
  });
}

int64_t Database::last_insert_id() const {
  return sqlite3_last_insert_rowid(connection_);
}

void Database::copy_from(Database& source) {
  sqlite3_backup* backup = sqlite3_backup_init(connection_, "main", source.connection_, "main");
  if (backup == nullptr) throw DatabaseError(sqlite3_errmsg(connection_));
  sqlite3_backup_step(backup, -1);
  if (sqlite3_backup_finish(backup) != SQLITE_OK) throw DatabaseError(sqlite3_errmsg(connection_));
}

Transaction::Transaction(Database& database) : database_(database) {
  database_.execute("SAVEPOINT work");
}

Transaction::~Transaction() {
  if (committed_) return;
  try {
    database_.execute("ROLLBACK TO work; RELEASE work");
  } catch (const DatabaseError&) {
    // SQLite rolled back by itself already, as it does when the disk is full.
  }
}

void Transaction::commit() {
  database_.execute("RELEASE work");
  committed_ = true;
}

}  // namespace spectrakit::sandbox
