#ifndef SPECTRAKIT_TOOLS_SANDBOX_SETTINGS_H
#define SPECTRAKIT_TOOLS_SANDBOX_SETTINGS_H

#include <cstdint>
#include <mutex>
#include <nlohmann/json.hpp>

#include "sandbox/database.h"
#include "sandbox/rate_limits.h"

namespace spectrakit::sandbox {

/// The service's own texts and its clients disagree on where the agents' stats are.
enum class StatsPath { kBoth, kNested, kFlat };
enum class ErrorFormat { kJsonApi, kProblemDetails };

/// How the sandbox answers where that is not known of the service, or up to whoever tests. Safe for use by several
/// threads.
class Settings {
 public:
  StatsPath stats_path() const { return values().stats_path; }
  ErrorFormat error_format() const { return values().error_format; }
  bool sends_retry_after() const { return values().sends_retry_after; }
  /// 0: no limit.
  uint64_t max_file_bytes() const { return values().max_file_bytes; }
  RateLimits& limits() { return limits_; }

  nlohmann::ordered_json json() const;
  /// Takes over the members of `change`. Throws MemberProblem, and has changed nothing then.
  void change(const nlohmann::json& change);

  void save(Database& database) const;
  /// Takes over what was saved, or the defaults when nothing was.
  void load(Database& database);

 private:
  struct Values {
    StatsPath stats_path = StatsPath::kBoth;
    ErrorFormat error_format = ErrorFormat::kJsonApi;
    bool sends_retry_after = true;
    uint64_t max_file_bytes = 0;
  };
  Values values() const;

  RateLimits limits_;
  /// One change at a time; taken before `mutex_`.
  std::mutex change_mutex_;
  mutable std::mutex mutex_;
  Values values_;
};

}  // namespace spectrakit::sandbox

#endif
