#include "client/call.h"

#include <new>
#include <utility>

#include "base/duration.h"
#include "base/fork.h"
#include "base/wait.h"
#include "client/call_log.h"
#include "client/client.h"
#include "client/explanation.h"

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
  if (result_is_reserved_) return std::nullopt;
  return std::exchange(result_, std::nullopt);
}

CallResult Call::wait_and_take() {
  if (ErrorPtr error = wait(kForeverMs)) return {nullptr, std::move(error)};
  if (std::optional<CallResult> result = take_result()) return std::move(*result);
  return {nullptr, make_error(Status::out_of_memory, request_.name() + " ended, but there was no memory for its end")};
}

void Call::reserve_result() {
  const std::lock_guard lock(mutex_);
  result_is_reserved_ = true;
}

void Call::report_to(std::function<void(CallResult)> complete) {
  std::optional<CallResult> result;
  {
    const std::lock_guard lock(mutex_);
    if (!complete_) {
      options_.complete = std::move(complete);
      return;
    }
    result = std::exchange(result_, std::nullopt);
  }
  if (result) complete(std::move(*result));
}

ErrorPtr Call::check_fork() const {
  if (fork_generation_ == fork_generation()) return nullptr;
  return make_error(Status::forked, "this process was forked after the call was started; start it anew in the child");
}

void Call::begin() {
  guarded([this] {
    loop().add_member(shared_from_this());
    number_ = client_->admission().next_number();
    url_ = client_->url(request_);
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
    log_start(client_->log(), request_);
    stand_in_line();
  });
}

void Call::loop_stopped() {
  end(Status::closed, "the engine or client was closed");
}

void Call::end(Status status, std::string_view why) {
  guarded([&] {
    if (ended_) return;
    if (transfer_) {
      const bool is_late = status == Status::deadline_exceeded;
      if (is_late) transfer_->give_up_connection();
      const auto outcome = is_late ? AttemptOutcome::timed_out : AttemptOutcome::cancelled;
      may_have_acted_ = may_have_acted_ || transfer_->request_left();
      end_attempt(outcome, 0, transfer_->timings());
    }
    ErrorPtr error = error_from_end(facts(), status, why);
    explain_failure(*error, {});
    complete({nullptr, std::move(error)});
  });
}

/// Nothing in here may fail half-way: after it nobody could complete the call any more.
void Call::complete(CallResult result) noexcept {
  const std::shared_ptr<Call> self = shared_from_this();
  ended_ = true;
  transfer_.reset();
  leave_line_or_wire();
  if (deadline_timer_) loop().cancel_timer(*std::exchange(deadline_timer_, std::nullopt));
  if (wait_timer_) loop().cancel_timer(*std::exchange(wait_timer_, std::nullopt));
  loop().remove_member(this);
  try {
    report(std::move(result));
  } catch (const std::bad_alloc&) {
    // An event found no memory; the call is complete all the same, and a waiter wakes.
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
  try {
    if (result.error) log_failure(client_->log(), request_, *result.error);
    if (options_.inspect) options_.inspect(result);
  } catch (const std::bad_alloc&) {
    // The outcome is handed over all the same.
  }
  if (options_.complete) {
    options_.complete(std::move(result));
    return;
  }
  const std::lock_guard lock(mutex_);
  result_ = std::move(result);
}

void Call::explain_failure(Error& error, const std::vector<http::Header>& headers) const {
  const CallTrace trace = this->trace();
  const AnswerView answer{error.http_status, headers, error.body, error.body_is_cut};
  error.explanation = client_->log().redact(explain(trace, error.attempts, error.message));
  error.support_bundle = client_->log().redact(support_bundle(trace, error.attempts, error.message, answer));
}

CallTrace Call::trace() const {
  CallTrace trace;
  trace.operation = request_.name();
  trace.method = request_.method();
  trace.url = url_;
  trace.header_names = request_.header_names();
  if (body_ != nullptr) trace.body_arguments = request_.curl_body_arguments();
  trace.traffic = traffic_;
  trace.api_key_variable = client_->options().service->api_key_variable;
  trace.stop_reason = stop_reason_;
  return trace;
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

http::IoLoop& Call::loop() const {
  return client_->loop();
}

}  // namespace spectrakit
