#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "client/error_decoding.h"
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
  /// Takes the outcome, on the I/O thread. Empty: it is kept for take_result().
  std::function<void(CallResult)> complete;
  /// Bytes of the body sent so far and in all, on the I/O thread.
  std::function<void(uint64_t, uint64_t)> progress;
  /// Sees the outcome before anybody else does, on the I/O thread.
  std::function<void(const CallResult&)> inspect;
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
  /// Status::forked in a child of the process that made the call, else null.
  ErrorPtr check_fork() const;

  // On the I/O thread.
  void begin();
  void loop_stopped() override;
  const void* owner() const override { return client_.get(); }
  void transfer_done(http::TransferResult result) override;
  void transfer_progress(uint64_t sent_bytes, uint64_t total_bytes) override;

 private:
  /// Runs a step of the call; when memory runs out in it, the call ends with that.
  template <typename Step>
  void guarded(Step step);
  void try_once();
  void decide(http::TransferResult result);
  void wait_and_try_again(int64_t wait_ms);
  void succeed(http::TransferResult result);
  void fail(http::TransferResult result, bool ambiguous, std::optional<int64_t> retry_after_ms);
  /// Ends the call from outside of its attempts, whatever it is doing.
  void end(Status status, std::string_view why);
  void complete(CallResult result) noexcept;
  void report(CallResult result);
  CallFacts facts() const;
  std::optional<int64_t> left_ms() const;
  http::IoLoop& loop() const;

  const Request request_;
  const std::shared_ptr<const http::Body> body_;
  const std::optional<int64_t> deadline_due_ms_;
  const uint32_t fork_generation_;

  // On the I/O thread only, once the call was started.
  CallOptions options_;
  std::unique_ptr<http::Transfer> transfer_;
  std::optional<http::IoLoop::TimerId> deadline_timer_;
  std::optional<http::IoLoop::TimerId> wait_timer_;
  std::vector<Attempt> attempts_;
  int64_t waited_ms_ = 0;
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
  /// Let go of with the completion, so that no handle's end waits for the I/O thread to let go.
  std::shared_ptr<Client> client_;
};

}  // namespace spectrakit
