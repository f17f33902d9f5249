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

/// One run of a prepared statement, which goes back to its database's cache at the end. The same SQL text must not be
/// run again while a Query of it lives.
class Query {
 public:
  explicit Query(sqlite3_stmt* statement) : statement_(statement) {}
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
  int64_t integer(int column) const;
  /// Valid until the next call of next().
  std::string_view text(int column) const;

 private:
  void check(int result) const;

  sqlite3_stmt* statement_;
};

/// A SQLite database. Not safe for use by several threads at once; see Store.
class Database {
 public:
  /// Opens or makes the file at `path`; empty: in memory.
  explicit Database(const std::string& path);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Runs statements that take no parameters and give no rows.
  void execute(const std::string& sql);
  /// Prepared statements are kept, so the set of SQL texts must be bounded.
  Query query(const std::string& sql);
  int64_t last_insert_id() const;

 private:
  sqlite3* connection_ = nullptr;
  std::unordered_map<std::string, sqlite3_stmt*> statements_;
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
