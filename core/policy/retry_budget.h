#pragma once

#include <cstdint>
#include <mutex>

namespace spectrakit::policy {

/**
 * How many retries the calls of a key at one host may make together, so that an outage is not made worse by everybody
 * trying three times: a reserve that every first attempt fills a little, and the time as well, so that a program that
 * makes few calls always has retries. Thread-safe.
 */
class RetryBudget {
 public:
  void first_attempt(int64_t now_ms);
  /// False when there is none left; else it is used.
  bool take(int64_t now_ms);

 private:
  void refill(int64_t now_ms);

  std::mutex mutex_;
  double left_ = kReserve;
  int64_t refilled_ms_ = 0;

  static constexpr double kReserve = 50;
  static constexpr double kPerFirstAttempt = 0.2;
  static constexpr double kPerSecond = 0.5;
};

}  // namespace spectrakit::policy
