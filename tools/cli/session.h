#ifndef SPECTRAKIT_CLI_SESSION_H
#define SPECTRAKIT_CLI_SESSION_H

#include <spectrakit.h>
#include <support/handles.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "connection.h"
#include "interrupt.h"

namespace spectrakit::cli {

using ProgressCallback = std::function<void(std::uint64_t sent_bytes, std::uint64_t total_bytes)>;
/** Takes one page of a list; `is_last` tells that no other follows. False ends the walk. */
using PageCallback = std::function<bool(const spk_document* page, bool is_last)>;

/** Sees the outcome of every call, before the command does, and what the client logs. */
class CallObserver {
 public:
  virtual ~CallObserver() = default;
  /** Lines at this level and above are logged. */
  virtual spk_log_level log_level() const = 0;
  virtual void on_log(std::string_view event, std::string_view text) = 0;
  virtual void on_answer(const spk_document* answer) = 0;
  virtual void on_failure(const spk_error* error) = 0;
};

/** The connection of one command. Ctrl-C cancels what is under way. */
class Session {
 public:
  /** `observer` outlives the session. */
  Session(const Connection& connection, CallObserver& observer);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /** Throws support::Failure, or Interrupted. */
  support::DocumentHandle send(const spk_request* request, const ProgressCallback& on_progress = {});
  /** Hands over every page of a list as it comes. Throws as `send`. */
  void walk_pages(const spk_request* request, const PageCallback& take);
  spk_client* client() const { return client_.get(); }

 private:
  support::CallOptionsHandle queued_call_options(bool with_progress) const;
  support::DocumentHandle wait_for_result(spk_call* call, const ProgressCallback& on_progress);
  support::DocumentHandle take_result(spk_event* event);
  support::EventHandle next_event(spk_call* call);
  /** Hands on the lines that were logged behind the last call. */
  void drain_log();
  void hand_on_log(const spk_event* event);

  InterruptWatch interrupts_;
  support::QueueHandle queue_;
  support::ClientHandle client_;
  CallObserver& observer_;
  int interrupted_by_ = 0;
};

}  // namespace spectrakit::cli

#endif
