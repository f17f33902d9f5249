#ifndef SPECTRAKIT_TOOLS_SANDBOX_HOLD_GATE_H
#define SPECTRAKIT_TOOLS_SANDBOX_HOLD_GATE_H

#include <cstdint>
#include <mutex>
#include <set>

#include "sandbox/peer.h"

namespace spectrakit::sandbox {

/// Where held answers wait to be released. Safe for use by several threads.
class HoldGate {
 public:
  /// The number of releases so far. A hold waits for the first one after its request came in.
  uint64_t generation() const;
  /// Waits until a release after `generation`, or until the client leaves: false then.
  bool wait(Peer& peer, uint64_t generation);
  void release();

 private:
  mutable std::mutex mutex_;
  uint64_t generation_ = 0;
  std::set<int> waiting_descriptors_;
};

}  // namespace spectrakit::sandbox

#endif
