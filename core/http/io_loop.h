#pragma once

#include <curl/curl.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/random.h"
#include "http/body_reader.h"
#include "http/host_slots.h"
#include "http/stalled_connections.h"

namespace spectrakit::http {

class Transfer;

struct EngineOptions {
  /// As many requests are under way to one host.
  uint32_t max_connections_per_host = 16;
  std::shared_ptr<Clock> clock;
  std::optional<uint64_t> random_seed;
};

/// Something that must be told, on the I/O thread, that no more I/O will happen.
class LoopMember {
 public:
  virtual ~LoopMember() = default;
  virtual void loop_stopped() = 0;
  /// Members with the same owner can be stopped without the others.
  virtual const void* owner() const = 0;
};

/// What runs on an engine's I/O thread: tasks from other threads, timers, and curl's transfers over epoll.
class IoLoop {
 public:
  using Task = std::function<void()>;
  using TimerId = std::multimap<int64_t, Task>::iterator;

  explicit IoLoop(const EngineOptions& options);
  ~IoLoop();
  IoLoop(const IoLoop&) = delete;
  IoLoop& operator=(const IoLoop&) = delete;

  /// The I/O thread's function: returns after stop().
  void run();

  // From any thread.
  /// False when the loop has stopped; the task is not run then.
  bool post(Task task);
  void stop();
  /// False once stop() was called.
  bool is_accepting() const;
  bool on_io_thread() const { return thread_id_.load() == std::this_thread::get_id(); }
  Clock& clock() const { return *clock_; }
  const std::shared_ptr<Clock>& shared_clock() const { return clock_; }
  Random& random() { return random_; }

  // On the I/O thread only.
  /// What the clock showed when this turn of the loop began; reading it costs nothing.
  int64_t turn_ms() const { return turn_ms_; }
  TimerId add_timer(int64_t due_ms, Task task);
  void cancel_timer(TimerId timer);
  /// Kept, and kept alive, until it is removed or told that the loop has stopped.
  void add_member(std::shared_ptr<LoopMember> member);
  void remove_member(LoopMember* member);
  void stop_members_of(const void* owner);
  BodyReader& body_reader() { return *body_reader_; }
  HostSlots& host_slots() { return host_slots_; }
  StalledConnections& stalled_connections() { return stalled_connections_; }
  /// Lets the loop hear when a connection closes that the handle makes.
  void watch_closing(CURL* easy);
  CURL* take_easy_handle();
  void give_back_easy_handle(CURL* handle);
  void start(Transfer& transfer);
  void abort(Transfer& transfer);

 private:
  static int on_socket(CURL* easy, curl_socket_t socket, int what, void* self, void* known);
  static int on_timer(CURLM* multi, long timeout_ms, void* self);
  static int on_close(void* self, curl_socket_t socket);

  void wake();
  void run_tasks();
  void run_due_timers();
  void run_curl_if_due();
  void finish_transfers();
  void wait_and_handle_events();
  bool waits_for_time_alone() const;
  int wait_ms();
  void stop_members(const std::function<bool(const LoopMember&)>& which);
  void close_connections();

  const std::shared_ptr<Clock> clock_;
  Random random_;
  std::unique_ptr<BodyReader> body_reader_;
  HostSlots host_slots_;
  StalledConnections stalled_connections_;
  CURLM* multi_ = nullptr;
  const Descriptor epoll_;
  const Descriptor wake_event_;
  std::atomic<std::thread::id> thread_id_;

  mutable std::mutex mutex_;
  std::vector<Task> tasks_;
  bool accepting_ = true;

  /// No further task will come, and all that came have run.
  bool stopping_ = false;
  int64_t turn_ms_ = 0;
  std::multimap<int64_t, Task> timers_;
  /// When curl wants to be called, on the system's own clock; -1 for never.
  int64_t curl_due_ms_ = -1;
  size_t running_transfers_ = 0;
  std::unordered_map<LoopMember*, std::shared_ptr<LoopMember>> members_;
  std::vector<CURL*> idle_easy_handles_;
};

}  // namespace spectrakit::http
