#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "base/duration.h"

namespace spectrakit {

/// Waits until `condition` holds, `timeout_ms` at most; false when it does not hold then.
template <typename Condition>
bool wait_for(std::condition_variable& changed, std::unique_lock<std::mutex>& lock, int64_t timeout_ms,
              Condition condition) {
  if (!is_forever(timeout_ms)) return changed.wait_for(lock, std::chrono::milliseconds(timeout_ms), condition);
  changed.wait(lock, condition);
  return true;
}

}  // namespace spectrakit
