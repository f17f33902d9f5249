#include "http/stall_timer.h"

#include "base/duration.h"

namespace spectrakit::http {

void StallTimer::set_limit(int64_t limit_ms) {
  limit_ms_ = limit_ms;
  if (is_forever(limit_ms)) {
    limit_ms_ = 0;
    stop();
    return;
  }
  moved();
  if (timer_ && (*timer_)->first <= due_ms_) return;
  stop();
  arm();
}

void StallTimer::stop() {
  if (timer_) loop_.cancel_timer(*timer_);
  timer_.reset();
}

void StallTimer::arm() {
  timer_ = loop_.add_timer(due_ms_, [this] { fire(); });
}

void StallTimer::fire() {
  timer_.reset();
  if (due_ms_ > loop_.clock().monotonic_ms()) {
    arm();
    return;
  }
  // A copy, as the timer may go in it.
  const std::function<void()> stalled = stalled_;
  stalled();
}

}  // namespace spectrakit::http
