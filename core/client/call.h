#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "client/call_trace.h"
#include "client/error_decoding.h"
#include "client/key_traffic.h"
#include "client/request.h"
#include "client/response.h"
#include "http/io_loop.h"
#include "http/transfer.h"

namespace spectrakit {

class Client;

/// Exactly one of the two is there.
struct CallResult {
  std::unique_ptr<Response> response;
  ErrorPtr error;

  Status status() const { return error ? error->status : Status::ok; }
};

struct CallOptions {
  /// Nothing: the client's; negative: no deadline.
  std::optional<int64_t> deadline_ms;
  /// Nothing: the client's.
  std::optional<uint32_t> max_retries;
  /// What the call is for, in the ledger; empty: the operation's name.
  std::string feature;
  /// Takes the outcome, on the I/O thread. Empty: it is kept for take_result().
  std::function<void(CallResult)> complete;
  /// Bytes of the body sent so far and in all, on the I/O thread.
  std::function<void(uint64_t, uint64_t)> progress;
  /// Sees the outcome before anybody else does, on the I/O thread.
  std::function<void(CallResult&)> inspect;
};

/// One logical call: its attempts, one deadline, one completion. Made by Client::start.
class Call : public std::enable_shared_from_this<Call>, public http::LoopMember, public http::TransferObserver {
 public:
  Call(std::shared_ptr<Client> client, Request request, CallOptions options);

  // From any thread.
  ErrorPtr cancel();
  /// Null when the call is complete; Status::wait_timed_out after `timeout_ms` (negative: no limit).
  ErrorPtr wait(int64_t timeout_ms);
  /// The outcome, once; nothing when there is none to take.
  std::optional<CallResult> take_result();
  /// Waits for the outcome and takes it.
  CallResult wait_and_take();
  /// From now on the outcome is for report_to() alone.
  void reserve_result();
  /// From now on the outcome is for `complete` and no longer kept; at once when it is there. On the I/O thread, or when
  /// the call is complete. After reserve_result().
  void report_to(std::function<void(CallResult)> complete);
  /// Status::forked in a child of the process that made the call, else null.
  ErrorPtr check_fork() const;

  // On the I/O thread.
  void begin();
  /// Its age among the client's calls.
  uint64_t number() const { return number_; }
  bool has_left_ms(int64_t needed_ms) const;
  /// The line that it stood in lets it make its next attempt.
  void admitted(std::shared_ptr<const KeyTraffic> traffic, policy::RateGate::Opening opening, WaitReason waited_for);
  /// The wait would be longer than may be waited: it ends. `why` is a clause.
  void turned_away(Limit limit, int64_t wait_ms, std::string_view why);
  void loop_stopped() override;
  const void* owner() const override { return client_.get(); }
  void transfer_done(http::TransferResult result) override;
  void transfer_progress(uint64_t sent_bytes, uint64_t total_bytes) override;

 private:
  enum class Phase : uint8_t { idle, in_line, on_the_wire };

  /// Runs a step of the call; when memory runs out in it, the call ends with that.
  template <typename Step>
  void guarded(Step step);
  void stand_in_line();
  void send();
  void end_attempt(AttemptOutcome outcome, int32_t http_status, const AttemptTimings& timings);
  void leave_line_or_wire();
  void decide(http::TransferResult result);
  /// What the gate makes of an answer; for a 429, how long the gate stays closed.
  std::optional<int64_t> tell_gate(const http::TransferResult& result, std::optional<int64_t> retry_after_ms,
                                   bool monthly_quota);
  /// True when the answer is a redirect that the call follows.
  bool follow_redirect(const http::TransferResult& result);
  void wait_and_try_again(int64_t wait_ms);
  void succeed(http::TransferResult result);
  void fail(http::TransferResult result, bool ambiguous, std::optional<int64_t> retry_after_ms, Limit limit);
  /// Ends the call from outside of its attempts, whatever it is doing.
  void end(Status status, std::string_view why);
  void complete(CallResult result) noexcept;
  void report(CallResult result);
  void explain_failure(Error& error, const std::vector<http::Header>& headers) const;
  CallTrace trace() const;
  CallFacts facts() const;
  std::optional<int64_t> left_ms() const;
  http::IoLoop& loop() const;

  const Request request_;
  const std::shared_ptr<const http::Body> body_;
  const std::optional<int64_t> deadline_due_ms_;
  const uint32_t fork_generation_;

  // On the I/O thread only, once the call was started.
  CallOptions options_;
  uint64_t number_ = 0;
  /// The last one: a redirect changes it.
  std::string url_;
  uint32_t redirects_ = 0;
  Phase phase_ = Phase::idle;
  /// The key, the gate and the ledger of the current attempt.
  std::shared_ptr<const KeyTraffic> traffic_;
  policy::RateGate::Opening opening_ = 0;
  std::unique_ptr<http::Transfer> transfer_;
  std::optional<http::IoLoop::TimerId> deadline_timer_;
  std::optional<http::IoLoop::TimerId> wait_timer_;
  std::vector<Attempt> attempts_;
  /// Of the current attempt: since when and what for it waits or waited, and when it began.
  int64_t wait_began_ms_ = 0;
  Attempt current_;
  policy::StopReason stop_reason_ = policy::StopReason::none;
  bool may_have_acted_ = false;
  bool retryable_ = false;
  int32_t last_http_status_ = 0;
  std::string last_request_id_;
  bool ended_ = false;
  /// Made beforehand, for when nothing can be made any more.
  ErrorPtr out_of_memory_;

  std::mutex mutex_;
  std::condition_variable completed_;
  bool complete_ = false;
  std::optional<CallResult> result_;
  bool result_is_reserved_ = false;
  /// Let go of with the completion, so that no handle's end waits for the I/O thread to let go.
  std::shared_ptr<Client> client_;
};

template <typename Step>
void Call::guarded(Step step) {
  const std::shared_ptr<Call> self = shared_from_this();
  try {
    step();
  } catch (const std::bad_alloc&) {
    if (!ended_) complete({nullptr, std::move(out_of_memory_)});
  }
}

}  // namespace spectrakit
