#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "handle.h"
#include "queue.h"
#include "request.h"

namespace spectrakit::python {

/// A clock that tests move.
class Clock {
 public:
  explicit Clock(int64_t unix_ms);
  explicit Clock(py::object path);

  void advance(int64_t by_ms);
  void set_unix_ms(int64_t unix_ms);
  void set_auto_advance(bool on);
  int64_t unix_ms() const { return spk_experimental_clock_unix_ms(handle_.get()); }
  int64_t monotonic_ms() const { return spk_experimental_clock_monotonic_ms(handle_.get()); }

  spk_experimental_clock* get() const { return handle_.get(); }

 private:
  ClockHandle handle_;
};

/// The I/O thread and its connections.
class Engine {
 public:
  Engine(py::object max_connections_per_host, const Clock* clock, py::object random_seed);

  void close(py::object timeout_s);

  spk_engine* get() const { return handle_.get(); }

 private:
  EngineHandle handle_;
};

/// What holds for one call.
struct CallOptions {
  CallOptions(py::object deadline_s, py::object max_retries, py::object feature);

  /// Reporting to `queue` under `key` when one is given, else to whoever waits.
  CallOptionsHandle make(const Queue* queue, uintptr_t key, bool with_progress) const;

  std::optional<int64_t> deadline_ms;
  std::optional<uint32_t> max_retries;
  std::optional<std::string> feature;
};

/// A call that runs.
class Call {
 public:
  explicit Call(CallHandle handle) : handle_(std::move(handle)) {}

  void cancel();

 private:
  CallHandle handle_;
};

/// One key at one service.
class Client {
 public:
  /// Log lines at `log_level` and above go to `on_log`, on the threads that wait for calls.
  Client(spk_service service, const Engine* engine, const py::dict& options, int log_level, py::object on_log);

  /// Sends and waits; a signal's handler that raises cancels the call.
  py::object send(const Request& request, const CallOptions& options);
  /// The same with a callable that gets bytes sent and bytes in all.
  py::object send_with_progress(const Request& request, const CallOptions& options, const py::object& on_progress);
  std::unique_ptr<Call> start(const Request& request, const CallOptions& options, const Queue& queue, uintptr_t key,
                              bool with_progress);
  void set_key(py::str key);
  void close(py::object timeout_s);
  py::dict usage();
  py::str ca_store() const;
  py::str proxy() const;
  int log_fd() const { return log_queue_.fd(); }
  /// Hands the lines that wait to `on_log`.
  void deliver_log();

  /// Waits in slices, between which it looks around. What ends the wait, such as Ctrl-C, carries the call's outcome.
  py::object wait_for(CallHandle running);

  spk_client* get() const { return handle_.get(); }

 private:
  /// Looks at signals and the program's end, and delivers the log.
  void look_around();

  Queue log_queue_;
  py::object on_log_;
  ClientHandle handle_;
};

void add_client(py::module_& module);
void add_engine(py::module_& module);

}  // namespace spectrakit::python
