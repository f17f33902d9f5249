#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/error.h"

namespace spectrakit {

/// A clock that processes share through a small file that each of them maps. It shows the system's time, moved forward
/// by what any of them skipped, so that a program and the server that it talks to agree on a time that passes at once.
class SharedClock : public MovableClock {
 public:
  /// Opens the clock's file, or makes it.
  static Result<std::shared_ptr<SharedClock>> open(const std::string& path);
  ~SharedClock() override;
  SharedClock(const SharedClock&) = delete;
  SharedClock& operator=(const SharedClock&) = delete;

  void advance(int64_t by_ms) override;
  void set_unix_ms(int64_t unix_ms) override;

  int64_t monotonic_ms() const override;
  int64_t unix_ms() const override;
  /// Another process may move the clock, and nobody tells: a sleep is short.
  int64_t sleep_ms_until(int64_t due_ms) const override;
  bool skip_to(int64_t due_ms) override;

 private:
  struct State;
  explicit SharedClock(State* state) : state_(state) {}

  State* const state_;
};

}  // namespace spectrakit
