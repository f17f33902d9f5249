#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>

#include "base/error.h"
#include "http/io_loop.h"

namespace spectrakit::http {

/// An I/O thread and its connections. Clients share it by shared_ptr; the last one to let go stops it.
class Engine {
 public:
  static Result<std::shared_ptr<Engine>> create(const EngineOptions& options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Outlives the engine while the I/O thread runs.
  IoLoop& loop() const { return *loop_; }
  /// Null when all is complete and the thread has ended; Status::wait_timed_out after `timeout_ms` (-1: no limit).
  ErrorPtr close(int64_t timeout_ms);
  /// Status::forked in a child of the process that made the engine, else null.
  ErrorPtr check_fork() const;

 private:
  /// Shared with the thread, which may outlive the engine.
  struct Running {
    explicit Running(const EngineOptions& options) : loop(options) {}
    IoLoop loop;
    std::mutex mutex;
    std::condition_variable changed;
    bool ended = false;
  };

  explicit Engine(std::shared_ptr<Running> running);

  std::shared_ptr<Running> running_;
  IoLoop* const loop_;
  const uint32_t fork_generation_;
  std::mutex join_mutex_;
  std::thread thread_;
};

}  // namespace spectrakit::http
