#include "sandbox/late_works.h"

#include <algorithm>
#include <chrono>

#include "sandbox/clock.h"

namespace spectrakit::sandbox {

LateWorks::Work::Work(LateWorks& works, Peer& peer) : works_(works), peer_(peer) {
  const std::lock_guard lock(works_.mutex_);
  place_ = works_.works_.insert(works_.works_.end(), this);
}

LateWorks::Work::~Work() {
  {
    const std::lock_guard lock(works_.mutex_);
    works_.works_.erase(place_);
  }
  works_.changed_.notify_all();
}

bool LateWorks::Work::wait(int64_t delay_ms) {
  // The client may go and move the clock before this thread hears of it: the last time that it was seen counts, and it
  // was there for less than a slice longer.
  int64_t seen_ms = Clock::monotonic_ms();
  while (peer_.wait(kClockSliceMs)) seen_ms = Clock::monotonic_ms();
  {
    const std::lock_guard lock(works_.mutex_);
    due_ms_ = seen_ms + kClockSliceMs + delay_ms;
  }
  works_.changed_.notify_all();
  return peer_.pause(std::max<int64_t>(0, due_ms_ - Clock::monotonic_ms()));
}

bool LateWorks::Work::is_due() const {
  return due_ms_ < 0 ? peer_.has_left() : due_ms_ <= Clock::monotonic_ms();
}

void LateWorks::wait_for_due() {
  std::unique_lock lock(mutex_);
  while (std::any_of(works_.begin(), works_.end(), [](const Work* work) { return work->is_due(); })) {
    changed_.wait_for(lock, std::chrono::milliseconds(kClockSliceMs));
  }
}

}  // namespace spectrakit::sandbox
