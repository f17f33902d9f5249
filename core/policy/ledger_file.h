#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

struct sqlite3;

namespace spectrakit::policy {

/**
 * The file that keeps counted calls: a small SQLite database that many processes may share. Keys stand in it as a
 * hash. It is open only while it is used, and no fork comes in between: SQLite must not be taken into a child.
 */
class LedgerFile {
 public:
  using Counts = std::map<std::string, int64_t, std::less<>>;

  /// Makes the file and its folder when they are missing; only the user may read it.
  static Result<std::unique_ptr<LedgerFile>> open(const std::string& path, std::string_view host, std::string_view key);

  /// Adds to the month's counts; all or nothing.
  ErrorPtr add(const std::map<std::string, Counts>& counts_by_month);
  Result<Counts> read(const std::string& month);

 private:
  LedgerFile(std::string path, std::string host, std::string key_hash);
  /// Runs `use` on the open database.
  template <typename Use>
  ErrorPtr with_database(Use use);
  ErrorPtr prepare(sqlite3* database) const;
  ErrorPtr add_to(sqlite3* database, const std::map<std::string, Counts>& counts_by_month) const;
  ErrorPtr execute(sqlite3* database, const char* sql) const;
  ErrorPtr failure(sqlite3* database, const char* what) const;

  const std::string path_;
  const std::string host_;
  const std::string key_hash_;
};

}  // namespace spectrakit::policy
