#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace spectrakit {

/// Where policies take their time from. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;

  /// Milliseconds on a line that never goes back.
  virtual int64_t monotonic_ms() const = 0;
  /// Milliseconds since 1970.
  virtual int64_t unix_ms() const = 0;

  /// For a loop that has nothing to do before `due_ms`: how long it may sleep; -1 means until it is woken.
  virtual int64_t sleep_ms_until(int64_t due_ms) const = 0;
  /// For a loop that waits for nothing but the time: true when the clock jumped to `due_ms` instead.
  virtual bool skip_to(int64_t due_ms) = 0;

  /// `wake` is called, on any thread, whenever the clock was moved by hand.
  virtual void subscribe(const void* subscriber, std::function<void()> wake) = 0;
  virtual void unsubscribe(const void* subscriber) = 0;
};

std::shared_ptr<Clock> system_clock();

/// A clock that a test moves.
class MovableClock : public Clock {
 public:
  /// Moves forward and wakes who subscribed.
  virtual void advance(int64_t by_ms) = 0;
  /// What the calendar says from now on. No wait gets longer or shorter by it.
  virtual void set_unix_ms(int64_t unix_ms) = 0;
  /// Whether the clock jumps for a loop that waits for nothing but the time.
  void set_auto_advance(bool on);

  void subscribe(const void* subscriber, std::function<void()> wake) override;
  void unsubscribe(const void* subscriber) override;

 protected:
  bool jumps() const { return auto_advance_; }
  void wake_all();

 private:
  std::atomic<bool> auto_advance_{false};
  std::mutex mutex_;
  std::map<const void*, std::function<void()>> subscribers_;
};

/// A clock that stands still until a test moves it.
class ManualClock : public MovableClock {
 public:
  explicit ManualClock(int64_t unix_ms) : unix_start_ms_(unix_ms) {}

  void advance(int64_t by_ms) override;
  void set_unix_ms(int64_t unix_ms) override { unix_start_ms_ = unix_ms - elapsed_ms_; }

  int64_t monotonic_ms() const override { return elapsed_ms_; }
  int64_t unix_ms() const override { return unix_start_ms_ + elapsed_ms_; }
  int64_t sleep_ms_until(int64_t due_ms) const override;
  bool skip_to(int64_t due_ms) override;

 private:
  std::atomic<int64_t> unix_start_ms_;
  std::atomic<int64_t> elapsed_ms_{0};
};

}  // namespace spectrakit
