#include "policy/retry_budget.h"

#include <algorithm>

namespace spectrakit::policy {

void RetryBudget::first_attempt(int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  refill(now_ms);
  left_ = std::min(kReserve, left_ + kPerFirstAttempt);
}

bool RetryBudget::take(int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  refill(now_ms);
  if (left_ < 1) return false;
  left_ -= 1;
  return true;
}

void RetryBudget::refill(int64_t now_ms) {
  const int64_t passed_ms = std::max<int64_t>(0, now_ms - refilled_ms_);
  left_ = std::min(kReserve, left_ + static_cast<double>(passed_ms) / 1000 * kPerSecond);
  refilled_ms_ = std::max(refilled_ms_, now_ms);
}

}  // namespace spectrakit::policy
