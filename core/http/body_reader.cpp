#include "http/body_reader.h"

#include <utility>

namespace spectrakit::http {

BodyReader::~BodyReader() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void BodyReader::add(Job job) {
  const std::lock_guard lock(mutex_);
  // The new thread inherits the I/O thread's signal mask, in which every signal is blocked.
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  jobs_.push_back(std::move(job));
  changed_.notify_one();
}

void BodyReader::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
    // What was asked for is done first: a ledger that is to be written must be.
    if (jobs_.empty()) return;
    const Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
    lock.lock();
  }
}

}  // namespace spectrakit::http
