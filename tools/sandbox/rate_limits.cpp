#include "sandbox/rate_limits.h"

namespace spectrakit::sandbox {

void RateLimits::set_requests_per_minute(int64_t count) {
  const std::lock_guard lock(mutex_);
  requests_per_minute_ = count;
  usage_by_key_.clear();
}

void RateLimits::set_monthly_quota(int64_t count) {
  const std::lock_guard lock(mutex_);
  monthly_quota_ = count;
  usage_by_key_.clear();
}

int64_t RateLimits::requests_per_minute() const {
  const std::lock_guard lock(mutex_);
  return requests_per_minute_;
}

int64_t RateLimits::monthly_quota() const {
  const std::lock_guard lock(mutex_);
  return monthly_quota_;
}

RateLimits::Verdict RateLimits::count_call(const std::string& key, Seconds time, int64_t* seconds_left) {
  constexpr int64_t kMinuteSeconds = 60;
  const int64_t seconds = time.time_since_epoch().count();
  const std::string month = month_text(time);
  const std::lock_guard lock(mutex_);
  if (requests_per_minute_ == 0 && monthly_quota_ == 0) return Verdict::kAllowed;
  Usage& usage = usage_by_key_[key];
  if (usage.minute != seconds / kMinuteSeconds) {
    usage.minute = seconds / kMinuteSeconds;
    usage.calls_in_minute = 0;
  }
  if (usage.month != month) {
    usage.month = month;
    usage.calls_in_month = 0;
  }
  if (monthly_quota_ > 0 && usage.calls_in_month >= monthly_quota_) return Verdict::kMonthIsFull;
  if (requests_per_minute_ > 0 && usage.calls_in_minute >= requests_per_minute_) {
    *seconds_left = kMinuteSeconds - seconds % kMinuteSeconds;
    return Verdict::kMinuteIsFull;
  }
  ++usage.calls_in_minute;
  ++usage.calls_in_month;
  return Verdict::kAllowed;
}

}  // namespace spectrakit::sandbox
