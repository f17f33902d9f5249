#include "sandbox/hold_gate.h"

#include <sys/eventfd.h>
#include <unistd.h>

namespace spectrakit::sandbox {

uint64_t HoldGate::generation() const {
  const std::lock_guard lock(mutex_);
  return generation_;
}

bool HoldGate::wait(Peer& peer, uint64_t generation) {
  const int descriptor = ::eventfd(0, EFD_CLOEXEC);
  if (descriptor < 0) return false;
  bool is_released = false;
  {
    const std::lock_guard lock(mutex_);
    is_released = generation_ > generation;
    if (!is_released) waiting_descriptors_.insert(descriptor);
  }
  if (!is_released) {
    is_released = peer.wait(-1, descriptor);
    const std::lock_guard lock(mutex_);
    waiting_descriptors_.erase(descriptor);
  }
  ::close(descriptor);
  return is_released;
}

void HoldGate::release() {
  const std::lock_guard lock(mutex_);
  ++generation_;
  for (const int descriptor : waiting_descriptors_) ::eventfd_write(descriptor, 1);
}

}  // namespace spectrakit::sandbox
