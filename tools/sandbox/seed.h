#ifndef SPECTRAKIT_TOOLS_SANDBOX_SEED_H
#define SPECTRAKIT_TOOLS_SANDBOX_SEED_H

#include <cstdint>
#include <optional>
#include <string>

#include "sandbox/database.h"
#include "sandbox/file_store.h"

namespace spectrakit::sandbox {

/// What an empty sandbox begins with.
struct SeedOptions {
  /// "demo": a company with agents, clients, three years of inspections and attachments, and a smaller one that knows
  /// some of the same people. "empty": one company with users and an inspector, and nothing else.
  std::string name = "demo";
  /// So many companies instead, each with `inspection_count` inspections and people in proportion.
  std::optional<int64_t> company_count;
  std::optional<int64_t> inspection_count;
  /// All that is made up follows from this number alone.
  uint64_t random_seed = 1;
  /// A key of the first company. The others' keys have "-2", "-3" and so on behind it.
  std::string api_key = "sandbox-key";
};

/// Fills a database without companies. In one transaction, so that a kill leaves all or nothing.
void seed(Database& database, const FileStore& files, const SeedOptions& options);

/// Enters a company's users: an administrator, an inspector and an office assistant, and `api_key` as the first one's.
void insert_users(Database& database, int64_t company_id, const std::string& api_key);

}  // namespace spectrakit::sandbox

#endif
