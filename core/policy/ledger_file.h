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
 * hash. Not thread-safe. In a forked child it does nothing.
 */
class LedgerFile {
 public:
  using Counts = std::map<std::string, int64_t, std::less<>>;

  /// Makes the file and its folder when they are missing; only the user may read it.
  static Result<std::unique_ptr<LedgerFile>> open(const std::string& path, std::string_view host, std::string_view key);
  ~LedgerFile();
  LedgerFile(const LedgerFile&) = delete;
  LedgerFile& operator=(const LedgerFile&) = delete;

  /// Adds to the month's counts; all or nothing.
  ErrorPtr add(const std::map<std::string, Counts>& counts_by_month);
  Result<Counts> read(const std::string& month);

 private:
  LedgerFile(std::string path, std::string host, std::string key_hash);
  ErrorPtr prepare();
  ErrorPtr execute(const char* sql);
  ErrorPtr failure(const char* what) const;

  const std::string path_;
  const std::string host_;
  const std::string key_hash_;
  const uint32_t fork_generation_;
  sqlite3* database_ = nullptr;
};

}  // namespace spectrakit::policy
