#include "http/engine.h"

#include <pthread.h>
#include <signal.h>

#include <system_error>
#include <utility>

#include "base/fork.h"
#include "base/wait.h"

namespace spectrakit::http {
namespace {

/// While it lives, the calling thread has every signal blocked; a thread started meanwhile keeps it so. SIGPIPE among
/// them: a broken connection must not end the host, whose dispositions stay as they are.
class AllSignalsBlocked {
 public:
  AllSignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &previous_);
  }
  ~AllSignalsBlocked() { pthread_sigmask(SIG_SETMASK, &previous_, nullptr); }
  AllSignalsBlocked(const AllSignalsBlocked&) = delete;
  AllSignalsBlocked& operator=(const AllSignalsBlocked&) = delete;

 private:
  sigset_t previous_;
};

}  // namespace

Engine::Engine(std::shared_ptr<Running> running)
    : running_(std::move(running)), loop_(&running_->loop), fork_generation_(fork_generation()) {
  const AllSignalsBlocked blocked;
  thread_ = std::thread([shared = running_] {
    shared->loop.run();
    const std::lock_guard lock(shared->mutex);
    shared->ended = true;
    shared->changed.notify_all();
  });
}

Result<std::shared_ptr<Engine>> Engine::create(const EngineOptions& options) {
  try {
    return std::shared_ptr<Engine>(new Engine(std::make_shared<Running>(options)));
  } catch (const std::system_error& failure) {
    return make_error(Status::internal, std::string("the engine could not start: ") + failure.what());
  }
}

Engine::~Engine() {
  if (fork_generation_ != fork_generation()) {
    // The thread did not come along into this child, and its locks may be held for ever: leave all as it is.
    if (thread_.joinable()) thread_.detach();
    new std::shared_ptr<Running>(running_);
    return;
  }
  running_->loop.stop();
  if (!thread_.joinable()) return;
  if (running_->loop.on_io_thread()) {
    thread_.detach();
  } else {
    thread_.join();
  }
}

ErrorPtr Engine::close(int64_t timeout_ms) {
  if (ErrorPtr error = check_fork()) return error;
  if (running_->loop.on_io_thread()) {
    return make_error(Status::wrong_thread, "an engine can not be closed in a callback; destroy it there instead");
  }
  running_->loop.stop();
  std::unique_lock lock(running_->mutex);
  const auto ended = [this] { return running_->ended; };
  if (!wait_for(running_->changed, lock, timeout_ms, ended)) {
    return make_error(Status::wait_timed_out, "the engine is still closing; close it again to go on waiting");
  }
  lock.unlock();
  const std::lock_guard join_lock(join_mutex_);
  if (thread_.joinable()) thread_.join();
  return nullptr;
}

ErrorPtr Engine::check_fork() const {
  if (fork_generation_ == fork_generation()) return nullptr;
  return make_error(Status::forked, "this process was forked after the engine was made; make a new one in the child");
}

}  // namespace spectrakit::http
