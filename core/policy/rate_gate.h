#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>

#include "base/random.h"

namespace spectrakit::policy {

/// The numbers are those of spk_gate in spectrakit.h.
enum class GateState : int32_t { open = 0, closed = 1, probing = 2 };

/**
 * When the next attempt of a key at one host may start. It keeps to a number of requests a minute, closes for every
 * call of the key when the service answers 429, and then lets one attempt through to find out whether it may open
 * again. When 429s without a Retry-After do not end, the monthly quota is probably used up: it then probes rarely.
 * Thread-safe; times are milliseconds on the engine's monotonic clock.
 */
class RateGate {
 public:
  /// Names the opening of the gate through which an attempt went.
  using Opening = uint64_t;

  struct Answer {
    /// 0: the attempt may start now and counts as started; else how long to wait before asking again.
    int64_t wait_ms = 0;
    Opening opening = 0;
    /// Whether it is closed because the service said that the month's quota is used up.
    bool monthly_quota = false;
  };

  /// `requests_per_minute` is the caller's limit over any 60 seconds; 0 for none.
  Answer try_start(int64_t now_ms, uint32_t requests_per_minute);

  struct Closing {
    /// How long the gate stays closed.
    int64_t wait_ms = 0;
    /// False for a further 429 of attempts that were under way together.
    bool is_news = false;
  };

  /// An attempt that went through `opening` was answered 429.
  Closing rate_limited(int64_t now_ms, Opening opening, std::optional<int64_t> retry_after_ms, bool monthly_quota,
                       Random& random);
  /// An attempt that went through `opening` was answered, and not with 429. True when that opens the gate.
  bool passed(int64_t now_ms, Opening opening);

  GateState state(int64_t now_ms) const;
  /// 0 when it is open.
  int64_t opens_in_ms(int64_t now_ms) const;

 private:
  int64_t window_wait_ms(int64_t now_ms, uint32_t requests_per_minute) const;

  mutable std::mutex mutex_;
  /// When the last attempts started, as many as the largest limit asked for needs; the oldest first.
  std::deque<int64_t> starts_ms_;
  uint32_t largest_limit_ = 0;
  /// Closed until then. Past it, one attempt at a time finds out whether the service takes requests again.
  int64_t closed_until_ms_ = 0;
  bool half_open_ = false;
  Opening opening_ = 0;
  /// How often in a row it had to close without being told for how long.
  uint32_t bare_closings_ = 0;
  bool probing_ = false;
  bool monthly_quota_ = false;
};

}  // namespace spectrakit::policy
