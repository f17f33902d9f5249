#include "client/call.h"

#include <new>
#include <utility>

#include "base/duration.h"
#include "base/fork.h"
#include "base/wait.h"
#include "client/client.h"
#include "policy/retry_after.h"

namespace spectrakit {
namespace {

std::optional<int64_t> deadline_due_ms(const Client& client, const Request& request, const CallOptions& options) {
  // An upload may rightly take hours; the idle limit ends one that stands still.
  const int64_t fallback_ms = request.has_file() ? kForeverMs : client.options().deadline_ms;
  const int64_t deadline_ms = options.deadline_ms.value_or(fallback_ms);
  if (is_forever(deadline_ms)) return std::nullopt;
  return client.loop().clock().monotonic_ms() + deadline_ms;
}

}  // namespace

Call::Call(std::shared_ptr<Client> client, Request request, CallOptions options)
    : request_(std::move(request)),
      body_(request_.body(client->loop().random())),
      deadline_due_ms_(deadline_due_ms(*client, request_, options)),
      fork_generation_(fork_generation()),
      options_(std::move(options)),
      out_of_memory_(make_error(Status::out_of_memory, request_.name() + " ended: there is no memory left")),
      client_(std::move(client)) {}

ErrorPtr Call::cancel() {
  if (ErrorPtr error = check_fork()) return error;
  const std::lock_guard lock(mutex_);
  if (complete_) return nullptr;
  // A loop that takes no task any more completes the call itself.
  loop().post([self = shared_from_this()] { self->end(Status::cancelled, "it was cancelled"); });
  return nullptr;
}

ErrorPtr Call::wait(int64_t timeout_ms) {
  if (ErrorPtr error = check_fork()) return error;
  std::unique_lock lock(mutex_);
  if (!complete_ && loop().on_io_thread()) {
    return make_error(Status::wrong_thread, "a call can not be waited for in a callback; let it report to one instead");
  }
  if (!wait_for(completed_, lock, timeout_ms, [this] { return complete_; })) {
    return make_error(Status::wait_timed_out, "the call still runs");
  }
  return nullptr;
}

std::optional<CallResult> Call::take_result() {
  const std::lock_guard lock(mutex_);
  return std::exchange(result_, std::nullopt);
}

ErrorPtr Call::check_fork() const {
  if (fork_generation_ == fork_generation()) return nullptr;
  return make_error(Status::forked, "this process was forked after the call was started; start it anew in the child");
}

void Call::begin() {
  guarded([this] {
    loop().add_member(shared_from_this());
    if (client_->is_closed()) {
      end(Status::closed, "the client was closed");
      return;
    }
    if (deadline_due_ms_) {
      deadline_timer_ = loop().add_timer(*deadline_due_ms_, [self = shared_from_this()] {
        self->deadline_timer_.reset();
        self->end(Status::deadline_exceeded, "its deadline passed");
      });
    }
    if (client_->log().wants(LogLevel::debug)) {
      client_->log().write(LogLevel::debug, "call.start", request_.name() + "; set: " + request_.names_for_log());
    }
    try_once();
  });
}

void Call::loop_stopped() {
  end(Status::closed, "the engine or client was closed");
}

template <typename Step>
void Call::guarded(Step step) {
  const std::shared_ptr<Call> self = shared_from_this();
  try {
    step();
  } catch (const std::bad_alloc&) {
    if (!ended_) complete({nullptr, std::move(out_of_memory_)});
  }
}

void Call::try_once() {
  http::TransferRequest transfer;
  transfer.method = request_.method();
  transfer.url = client_->url(request_);
  transfer.headers = request_.header_lines();
  transfer.headers.push_back("Accept: application/json");
  transfer.headers.push_back(client_->authorization_header());
  transfer.headers.push_back("User-Agent: spectrakit/" SPECTRAKIT_VERSION);
  transfer.body = body_;
  transfer.connect_timeout_ms = client_->options().connect_timeout_ms;
  transfer.idle_timeout_ms = client_->options().idle_timeout_ms;
  transfer.max_response_bytes = client_->options().max_response_bytes;
  transfer.expects_large_answer = request_.operation() != nullptr && request_.operation()->paging != Paging::none;
  transfer_ = std::make_unique<http::Transfer>(loop(), std::move(transfer), *this);
}

void Call::transfer_progress(uint64_t sent_bytes, uint64_t total_bytes) {
  if (options_.progress) options_.progress(sent_bytes, total_bytes);
}

void Call::transfer_done(http::TransferResult result) {
  guarded([&] {
    transfer_.reset();
    attempts_.push_back({result.outcome, result.http_status, std::exchange(waited_ms_, 0), result.timings});
    if (result.http_status != 0) {
      last_http_status_ = result.http_status;
      last_request_id_ = request_id_of(result.headers);
    }
    decide(std::move(result));
  });
}

void Call::decide(http::TransferResult result) {
  const std::string* retry_after = find_header(result.headers, "retry-after");
  policy::Situation situation;
  situation.outcome = result.outcome;
  situation.request_left = result.request_left;
  situation.http_status = result.http_status;
  if (retry_after != nullptr) {
    situation.retry_after_ms = policy::parse_retry_after_ms(*retry_after, loop().clock().unix_ms());
  }
  situation.idempotency = request_.idempotency();
  situation.attempt_number = static_cast<uint32_t>(attempts_.size());
  situation.left_ms = left_ms();
  policy::RetryOptions retry = client_->options().retry;
  retry.max_retries = options_.max_retries.value_or(retry.max_retries);

  may_have_acted_ = may_have_acted_ || policy::may_have_acted(situation);
  retryable_ = policy::may_succeed_later(situation);
  const policy::Decision decision = policy::decide(situation, retry, loop().random());
  switch (decision.verdict) {
    case policy::Verdict::done:
      succeed(std::move(result));
      return;
    case policy::Verdict::again:
      wait_and_try_again(decision.wait_ms);
      return;
    case policy::Verdict::failed:
    case policy::Verdict::ambiguous:
      fail(std::move(result), decision.verdict == policy::Verdict::ambiguous, situation.retry_after_ms);
      return;
  }
}

void Call::wait_and_try_again(int64_t wait_ms) {
  const Attempt& last = attempts_.back();
  client_->log().write(LogLevel::info, "call.again",
                       request_.name() + ": " + std::string(attempt_outcome_text(last.outcome)) +
                           (last.http_status ? " " + std::to_string(last.http_status) : "") + "; again in " +
                           std::to_string(wait_ms) + " ms");
  waited_ms_ = wait_ms;
  wait_timer_ = loop().add_timer(loop().clock().monotonic_ms() + wait_ms, [self = shared_from_this()] {
    self->wait_timer_.reset();
    self->guarded([&] { self->try_once(); });
  });
}

void Call::succeed(http::TransferResult result) {
  Result<std::unique_ptr<Response>> response =
      make_response(std::move(result), client_->options().service->records_member, client_->options().json_limits);
  if (response.ok()) {
    response.value->attempts = std::move(attempts_);
    complete({std::move(response.value), nullptr});
    return;
  }
  const bool is_write = request_.idempotency() != policy::Idempotency::safe;
  may_have_acted_ = false;
  ErrorPtr error =
      error_from_end(facts(), Status::malformed_response,
                     "the answer (" + std::to_string(last_http_status_) + ") is " + response.error->message +
                         (is_write ? ". Its status says that the write was done" : ""));
  error->retryable = !is_write;
  complete({nullptr, std::move(error)});
}

void Call::fail(http::TransferResult result, bool ambiguous, std::optional<int64_t> retry_after_ms) {
  ErrorPtr error;
  if (result.outcome == AttemptOutcome::answered) {
    error = error_from_answer(facts(), std::move(result.body), ambiguous, retry_after_ms.value_or(-1));
  } else {
    error = error_from_transport(facts(), result.outcome, client_->log().redact(result.detail), ambiguous);
  }
  complete({nullptr, std::move(error)});
}

void Call::end(Status status, std::string_view why) {
  guarded([&] {
    if (ended_) return;
    if (transfer_) {
      const auto outcome = status == Status::deadline_exceeded ? AttemptOutcome::timed_out : AttemptOutcome::cancelled;
      may_have_acted_ = may_have_acted_ || transfer_->request_left();
      attempts_.push_back({outcome, 0, waited_ms_, transfer_->timings()});
    }
    complete({nullptr, error_from_end(facts(), status, why)});
  });
}

/// Nothing in here may fail half-way: after it nobody could complete the call any more.
void Call::complete(CallResult result) noexcept {
  const std::shared_ptr<Call> self = shared_from_this();
  ended_ = true;
  transfer_.reset();
  if (deadline_timer_) loop().cancel_timer(*std::exchange(deadline_timer_, std::nullopt));
  if (wait_timer_) loop().cancel_timer(*std::exchange(wait_timer_, std::nullopt));
  loop().remove_member(this);
  try {
    report(std::move(result));
  } catch (const std::bad_alloc&) {
    // A log line or an event found no memory; the call is complete all the same, and a waiter wakes.
  }
  options_ = {};
  std::shared_ptr<Client> client;
  {
    const std::lock_guard lock(mutex_);
    complete_ = true;
    client = std::move(client_);
  }
  client->call_completed();
  client.reset();
  // Outside of the lock, so that the waiter finds it free.
  completed_.notify_all();
}

void Call::report(CallResult result) {
  if (result.error) client_->log().write(LogLevel::warning, "call.failed", result.error->message);
  if (options_.inspect) options_.inspect(result);
  if (options_.complete) {
    options_.complete(std::move(result));
    return;
  }
  const std::lock_guard lock(mutex_);
  result_ = std::move(result);
}

CallFacts Call::facts() const {
  const Operation* const operation = request_.operation();
  CallFacts facts;
  facts.operation = request_.name();
  facts.idempotency = request_.idempotency();
  if (operation != nullptr && !client_->uses_alternate_path(request_)) facts.alternate_path = operation->alternate_path;
  facts.attempts = attempts_;
  facts.may_have_acted = may_have_acted_;
  facts.retryable = retryable_;
  facts.http_status = last_http_status_;
  facts.request_id = last_request_id_;
  return facts;
}

std::optional<int64_t> Call::left_ms() const {
  if (!deadline_due_ms_) return std::nullopt;
  return *deadline_due_ms_ - loop().clock().monotonic_ms();
}

http::IoLoop& Call::loop() const {
  return client_->loop();
}

}  // namespace spectrakit
