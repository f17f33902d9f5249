#pragma once

#include <cstdint>

#include "handle.h"

namespace spectrakit::python {

/// Outcomes, progress and log lines for whoever watches the descriptor.
class Queue {
 public:
  Queue();

  int fd() const { return spk_queue_fd(handle_.get()); }
  /// What waits, oldest first: (COMPLETION, key, document, exception), (PROGRESS, key, sent, total) or
  /// (LOG, level, name, text, fields, dropped).
  py::list drain() const;
  /// Waits until something is there, at most that long; without the GIL.
  void wait(int timeout_ms) const;

  spk_queue* get() const { return handle_.get(); }

 private:
  QueueHandle handle_;
};

/// The key of an event, as the C ABI carries it.
inline void* to_user_data(uintptr_t key) {
  return reinterpret_cast<void*>(key);
}

void add_queue(py::module_& module);

}  // namespace spectrakit::python
