#ifndef SPECTRAKIT_TOOLS_SANDBOX_RATE_LIMITS_H
#define SPECTRAKIT_TOOLS_SANDBOX_RATE_LIMITS_H

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "sandbox/time_text.h"

namespace spectrakit::sandbox {

/// How many calls a key may make in a minute and in a calendar month (UTC); off until they are set. Safe for use by
/// several threads.
class RateLimits {
 public:
  enum class Verdict { kAllowed, kMinuteIsFull, kMonthIsFull };

  /// 0: no limit. Counting begins anew.
  void set_requests_per_minute(int64_t count);
  void set_monthly_quota(int64_t count);
  int64_t requests_per_minute() const;
  int64_t monthly_quota() const;

  /// Counts a call unless it is refused. `seconds_left` is how long the minute still lasts.
  Verdict count_call(const std::string& key, Seconds time, int64_t* seconds_left);

 private:
  struct Usage {
    int64_t minute = -1;
    int64_t calls_in_minute = 0;
    std::string month;
    int64_t calls_in_month = 0;
  };

  mutable std::mutex mutex_;
  int64_t requests_per_minute_ = 0;
  int64_t monthly_quota_ = 0;
  std::map<std::string, Usage> usage_by_key_;
};

}  // namespace spectrakit::sandbox

#endif
