#include "client/queue.h"

#include <sys/eventfd.h>

#include <utility>

#include "base/fork.h"

namespace spectrakit {
namespace {

constexpr size_t kMostWaitingLines = 10'000;

}  // namespace

Queue::Queue() : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd"), fork_generation_(fork_generation()) {}

void Queue::push_completion(const void* source, void* user_data, CallResult result) {
  auto event = std::make_unique<Event>();
  event->user_data = user_data;
  event->result = std::move(result);
  const std::lock_guard lock(mutex_);
  waiting_progress_.erase(source);
  push(std::move(event));
}

void Queue::push_progress(const void* source, void* user_data, uint64_t sent_bytes, uint64_t total_bytes) {
  const std::lock_guard lock(mutex_);
  Event*& waiting = waiting_progress_[source];
  if (waiting == nullptr) {
    auto event = std::make_unique<Event>();
    event->kind = Event::Kind::progress;
    event->user_data = user_data;
    event->source = source;
    waiting = event.get();
    push(std::move(event));
  }
  waiting->sent_bytes = sent_bytes;
  waiting->total_bytes = total_bytes;
}

void Queue::push_log(void* user_data, LogLine line) {
  const std::lock_guard lock(mutex_);
  if (waiting_lines_ >= kMostWaitingLines) {
    ++dropped_lines_;
    return;
  }
  auto event = std::make_unique<Event>();
  event->kind = Event::Kind::log;
  event->user_data = user_data;
  event->line = std::move(line);
  event->dropped_lines = dropped_lines_;
  push(std::move(event));
  ++waiting_lines_;
}

size_t Queue::drain(std::span<std::unique_ptr<Event>> events) {
  if (fork_generation_ != fork_generation()) return 0;
  const std::lock_guard lock(mutex_);
  size_t count = 0;
  while (count < events.size() && !events_.empty()) {
    events[count] = std::move(events_.front());
    events_.pop_front();
    if (events[count]->kind == Event::Kind::log) --waiting_lines_;
    const auto waiting = waiting_progress_.find(events[count]->source);
    if (waiting != waiting_progress_.end() && waiting->second == events[count].get()) waiting_progress_.erase(waiting);
    ++count;
  }
  if (events_.empty() && count > 0) {
    eventfd_t drained = 0;
    eventfd_read(descriptor_.get(), &drained);
  }
  return count;
}

void Queue::push(std::unique_ptr<Event> event) {
  const bool first = events_.empty();
  events_.push_back(std::move(event));
  if (first) eventfd_write(descriptor_.get(), 1);
}

}  // namespace spectrakit
