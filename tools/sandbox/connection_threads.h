#ifndef SPECTRAKIT_TOOLS_SANDBOX_CONNECTION_THREADS_H
#define SPECTRAKIT_TOOLS_SANDBOX_CONNECTION_THREADS_H

#include <httplib.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace spectrakit::sandbox {

/// A thread for each connection, made when none is idle, up to 2048; further connections wait their turn.
class ConnectionThreads : public httplib::TaskQueue {
 public:
  void enqueue(std::function<void()> task) override;
  /// Runs what still waits, then joins all threads.
  void shutdown() override;

 private:
  void work();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  std::vector<std::thread> threads_;
  size_t idle_count_ = 0;
  bool is_shutting_down_ = false;
};

}  // namespace spectrakit::sandbox

#endif
