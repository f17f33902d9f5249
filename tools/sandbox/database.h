#ifndef SPECTRAKIT_TOOLS_SANDBOX_DATABASE_H
#define SPECTRAKIT_TOOLS_SANDBOX_DATABASE_H

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace spectrakit::sandbox {

struct DatabaseError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A prepared statement, kept to be run again.
struct Statement {
  sqlite3_stmt* handle = nullptr;
  bool is_in_use = false;
};

/// One run of a prepared statement, which goes back to its database's cache at the end. The same SQL text must not be
/// run again while a Query of it lives.
class Query {
 public:
  explicit Query(Statement& statement);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  Query& bind(int position, int64_t value);
  Query& bind(int position, std::string_view value);
  Query& bind(int position, double value);
  Query& bind_null(int position);
  /// Binds a named parameter such as ":limit"; a name that the SQL does not have is left out.
  Query& bind(const char* name, int64_t value);
  Query& bind(const char* name, std::string_view value);

  /// Goes to the next row; false after the last one.
  bool next();
  /// Runs a statement that gives no rows.
  void run();

  bool is_null(int column) const;
  /// Whether the value is stored as a text, and not as a number.
  bool is_text(int column) const;
  int64_t integer(int column) const;
  /// Valid until the next call of next().
  std::string_view text(int column) const;

 private:
  void check(int result) const;

  Statement& statement_;
  sqlite3_stmt* handle_;
};

/// A SQLite database. Not safe for use by several threads at once; see Store.
class Database {
 public:
  /// `name` is the path of a file, made when it is not there, a SQLite URI, or ":memory:".
  explicit Database(const std::string& name);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Runs statements that take no parameters and give no rows.
  void execute(const std::string& sql);
  Query query(const std::string& sql);
  int64_t last_insert_id() const;
  /// Becomes a copy of `source`. No Query of either may live.
  void copy_from(Database& source);

 private:
  void forget_idle_statements();

  sqlite3* connection_ = nullptr;
  std::unordered_map<std::string, Statement> statements_;
};

/// Rolls back unless it is committed. One within another is committed with it.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Database& database_;
  bool committed_ = false;
};

}  // namespace spectrakit::sandbox

#endif
