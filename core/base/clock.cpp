#include "base/clock.h"

#include <algorithm>
#include <chrono>

namespace spectrakit {
namespace {

class SystemClock : public Clock {
 public:
  int64_t monotonic_ms() const override { return since_epoch_ms(std::chrono::steady_clock::now()); }
  int64_t unix_ms() const override { return since_epoch_ms(std::chrono::system_clock::now()); }
  int64_t sleep_ms_until(int64_t due_ms) const override { return std::max<int64_t>(0, due_ms - monotonic_ms()); }
  bool skip_to(int64_t) override { return false; }
  void subscribe(const void*, std::function<void()>) override {}
  void unsubscribe(const void*) override {}

 private:
  template <typename TimePoint>
  static int64_t since_epoch_ms(TimePoint time) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
  }
};

}  // namespace

std::shared_ptr<Clock> system_clock() {
  static const auto clock = std::make_shared<SystemClock>();
  return clock;
}

void MovableClock::set_auto_advance(bool on) {
  auto_advance_ = on;
  wake_all();
}

void MovableClock::subscribe(const void* subscriber, std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  subscribers_[subscriber] = std::move(wake);
}

void MovableClock::unsubscribe(const void* subscriber) {
  const std::lock_guard lock(mutex_);
  subscribers_.erase(subscriber);
}

void MovableClock::wake_all() {
  const std::lock_guard lock(mutex_);
  for (const auto& [subscriber, wake] : subscribers_) wake();
}

void ManualClock::advance(int64_t by_ms) {
  elapsed_ms_ += by_ms;
  wake_all();
}

int64_t ManualClock::sleep_ms_until(int64_t due_ms) const {
  return due_ms <= elapsed_ms_ ? 0 : -1;
}

bool ManualClock::skip_to(int64_t due_ms) {
  if (!jumps()) return false;
  int64_t now_ms = elapsed_ms_;
  while (now_ms < due_ms && !elapsed_ms_.compare_exchange_weak(now_ms, due_ms)) {
  }
  return true;
}

}  // namespace spectrakit
