#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "http/io_loop.h"

namespace spectrakit::http {

/// Tells when nothing moved for too long. Bytes move often and a stall is rare, so a movement only notes the time; the
/// loop's one timer finds out when it fires, and goes on from there. On the I/O thread.
class StallTimer {
 public:
  /// `stalled` is called at most once; this object may be destroyed in it.
  StallTimer(IoLoop& loop, std::function<void()> stalled) : loop_(loop), stalled_(std::move(stalled)) {}
  ~StallTimer() { stop(); }
  StallTimer(const StallTimer&) = delete;
  StallTimer& operator=(const StallTimer&) = delete;

  /// From now on nothing may stand still for longer than this; negative for no limit.
  void set_limit(int64_t limit_ms);
  void moved() { due_ms_ = loop_.turn_ms() + limit_ms_; }
  int64_t limit_ms() const { return limit_ms_; }
  void stop();

 private:
  void arm();
  void fire();

  IoLoop& loop_;
  const std::function<void()> stalled_;
  int64_t limit_ms_ = 0;
  int64_t due_ms_ = 0;
  std::optional<IoLoop::TimerId> timer_;
};

}  // namespace spectrakit::http
