#include "sandbox/database.h"

#include <sqlite3.h>

namespace spectrakit::sandbox {

Query::~Query() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void Query::check(int result) const {
  if (result != SQLITE_OK) throw DatabaseError(sqlite3_errmsg(sqlite3_db_handle(statement_)));
}

Query& Query::bind(int position, int64_t value) {
  check(sqlite3_bind_int64(statement_, position, value));
  return *this;
}

Query& Query::bind(int position, std::string_view value) {
  check(sqlite3_bind_text64(statement_, position, value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Query& Query::bind(int position, double value) {
  check(sqlite3_bind_double(statement_, position, value));
  return *this;
}

Query& Query::bind_null(int position) {
  check(sqlite3_bind_null(statement_, position));
  return *this;
}

Query& Query::bind(const char* name, int64_t value) {
  const int position = sqlite3_bind_parameter_index(statement_, name);
  return position == 0 ? *this : bind(position, value);
}

Query& Query::bind(const char* name, std::string_view value) {
  const int position = sqlite3_bind_parameter_index(statement_, name);
  return position == 0 ? *this : bind(position, value);
}

bool Query::next() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) throw DatabaseError(sqlite3_errmsg(sqlite3_db_handle(statement_)));
  return false;
}

void Query::run() {
  while (next()) {
  }
  sqlite3_reset(statement_);
}

bool Query::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

int64_t Query::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Query::text(int column) const {
  const unsigned char* bytes = sqlite3_column_text(statement_, column);
  if (bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes), static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
}

Database::Database(const std::string& path) {
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int result = sqlite3_open_v2(path.empty() ? ":memory:" : path.c_str(), &connection_, flags, nullptr);
  if (result != SQLITE_OK) {
    const std::string reason = connection_ ? sqlite3_errmsg(connection_) : sqlite3_errstr(result);
    sqlite3_close(connection_);
    throw DatabaseError("can not open the database " + path + ": " + reason);
  }
}

Database::~Database() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(connection_);
}

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw DatabaseError(sqlite3_errmsg(connection_));
  }
}

Query Database::query(const std::string& sql) {
  sqlite3_stmt*& statement = statements_[sql];
  if (statement == nullptr) {
    const int length = static_cast<int>(sql.size());
    if (sqlite3_prepare_v3(connection_, sql.c_str(), length, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) !=
        SQLITE_OK) {
      throw DatabaseError(sqlite3_errmsg(connection_));
    }
  }
  return Query(statement);
}

int64_t Database::last_insert_id() const {
  return sqlite3_last_insert_rowid(connection_);
}

Transaction::Transaction(Database& database) : database_(database) {
  database_.execute("SAVEPOINT work");
}

Transaction::~Transaction() {
  if (!committed_) database_.execute("ROLLBACK TO work; RELEASE work");
}

void Transaction::commit() {
  database_.execute("RELEASE work");
  committed_ = true;
}

}  // namespace spectrakit::sandbox
