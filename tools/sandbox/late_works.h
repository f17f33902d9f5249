#ifndef SPECTRAKIT_TOOLS_SANDBOX_LATE_WORKS_H
#define SPECTRAKIT_TOOLS_SANDBOX_LATE_WORKS_H

#include <condition_variable>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>

#include "sandbox/peer.h"

namespace spectrakit::sandbox {

/// Work that waits until its client is gone, and some time longer. What is due is done before another request is
/// served, however far the clock jumped meanwhile. Safe for use by several threads.
class LateWorks {
 public:
  /// One such work, until the object's end.
  class Work {
   public:
    Work(LateWorks& works, Peer& peer);
    ~Work();
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;

    /// Waits for both. False when the server stops.
    bool wait(int64_t delay_ms);

   private:
    friend class LateWorks;
    bool is_due() const;

    LateWorks& works_;
    Peer& peer_;
    /// Negative as long as the client is known to be there.
    int64_t due_ms_ = -1;
    std::list<Work*>::iterator place_;
  };

  /// Waits until nothing that is due is still to be done.
  void wait_for_due();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Work*> works_;
};

}  // namespace spectrakit::sandbox

#endif
