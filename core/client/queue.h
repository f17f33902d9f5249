#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <unordered_map>

#include "base/descriptor.h"
#include "base/log.h"
#include "client/call.h"

namespace spectrakit {

/// What a queue hands over: the outcome of a call, how far its body has left, or a line of the log.
struct Event {
  enum class Kind : int32_t { completion = 1, progress = 2, log = 3 };

  Kind kind = Kind::completion;
  void* user_data = nullptr;
  CallResult result;
  uint64_t sent_bytes = 0;
  uint64_t total_bytes = 0;
  LogLine line;
  /// Lines that were dropped before this one since nobody took the events.
  uint64_t dropped_lines = 0;
  /// Of a progress event: what reported it.
  const void* source = nullptr;
};

/// Events for an event loop, with a descriptor that is readable while there are any. Thread-safe. In a forked child it
/// is empty: the descriptor is shared with the parent, whose loop would miss its events.
class Queue {
 public:
  /// Throws std::system_error when the system gives no descriptor.
  Queue();
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;

  int descriptor() const { return descriptor_.get(); }
  /// The last that `source` reports.
  void push_completion(const void* source, void* user_data, CallResult result);
  /// Replaces what `source` reported before and nobody took yet, so that a slow reader costs no memory.
  void push_progress(const void* source, void* user_data, uint64_t sent_bytes, uint64_t total_bytes);
  /// Drops the line when thousands wait already: a log must not fill the memory.
  void push_log(void* user_data, LogLine line);
  size_t drain(std::span<std::unique_ptr<Event>> events);

 private:
  void push(std::unique_ptr<Event> event);

  const Descriptor descriptor_;
  const uint32_t fork_generation_;
  std::mutex mutex_;
  std::deque<std::unique_ptr<Event>> events_;
  std::unordered_map<const void*, Event*> waiting_progress_;
  size_t waiting_lines_ = 0;
  uint64_t dropped_lines_ = 0;
};

}  // namespace spectrakit
