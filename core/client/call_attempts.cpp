// The attempts of a call: standing in line, sending, and what is made of each outcome.
#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "client/call.h"
#include "client/call_log.h"
#include "client/client.h"
#include "http/url.h"
#include "policy/retry_after.h"

namespace spectrakit {
namespace {

/// No limit by the minute asks for a wait of more than this.
constexpr int64_t kLongestMinuteWaitMs = 120'000;

Limit limit_of(bool monthly_quota, std::optional<int64_t> retry_after_ms) {
  if (monthly_quota) return Limit::month;
  return retry_after_ms && *retry_after_ms <= kLongestMinuteWaitMs ? Limit::minute : Limit::unknown;
}

constexpr const char* kPageHint = "; it says that it is HTML: a proxy or a login page may have answered";

bool is_html(const std::vector<http::Header>& headers) {
  const std::string* const type = find_header(headers, "content-type");
  return type != nullptr && ascii_lower(*type).starts_with("text/html");
}

bool is_redirect(int32_t http_status) {
  return http_status == 301 || http_status == 302 || http_status == 303 || http_status == 307 || http_status == 308;
}

}  // namespace

void Call::stand_in_line() {
  phase_ = Phase::in_line;
  if (current_.wait_reason == WaitReason::none) wait_began_ms_ = loop().clock().monotonic_ms();
  client_->admission().enter(*this);
}

void Call::leave_line_or_wire() {
  const Phase phase = std::exchange(phase_, Phase::idle);
  if (phase == Phase::in_line) client_->admission().leave(*this);
  if (phase == Phase::on_the_wire) client_->admission().attempt_ended();
}

bool Call::has_left_ms(int64_t needed_ms) const {
  const std::optional<int64_t> left = left_ms();
  return !left || needed_ms < *left;
}

void Call::admitted(std::shared_ptr<const KeyTraffic> traffic, policy::RateGate::Opening opening,
                    WaitReason waited_for) {
  phase_ = Phase::on_the_wire;
  guarded([&] {
    traffic_ = std::move(traffic);
    opening_ = opening;
    current_.waited_ms = loop().clock().monotonic_ms() - wait_began_ms_;
    if (current_.waited_ms == 0) {
      current_.wait_reason = WaitReason::none;
    } else if (current_.wait_reason == WaitReason::none) {
      current_.wait_reason = waited_for;
    }
    current_.started_unix_ms = loop().clock().unix_ms();
    client_->enter_in_ledger(*traffic_, options_.feature.empty() ? request_.name() : options_.feature);
    if (attempts_.empty()) traffic_->limits->retry_budget.first_attempt(loop().clock().monotonic_ms());
    send();
  });
}

void Call::turned_away(Limit limit, int64_t wait_ms, std::string_view why) {
  phase_ = Phase::idle;
  guarded([&] {
    ErrorPtr error = error_from_end(facts(), Status::rate_limited, why);
    error->limit = limit;
    error->retry_after_ms = wait_ms;
    explain_failure(*error, {});
    complete({nullptr, std::move(error)});
  });
}

void Call::send() {
  http::TransferRequest transfer;
  transfer.method = request_.method();
  transfer.url = url_;
  transfer.headers = request_.header_lines();
  transfer.headers.push_back("Accept: application/json");
  transfer.headers.push_back("Authorization: Bearer " + traffic_->api_key);
  transfer.headers.push_back("User-Agent: spectrakit/" SPECTRAKIT_VERSION);
  transfer.body = body_;
  transfer.connection = client_->connection();
  transfer.max_response_bytes = client_->options().max_response_bytes;
  transfer.max_error_body_bytes = client_->options().max_error_body_bytes;
  transfer.expects_large_answer = request_.operation() != nullptr && request_.operation()->paging != Paging::none;
  transfer_ = std::make_unique<http::Transfer>(loop(), std::move(transfer), *this);
}

void Call::transfer_progress(uint64_t sent_bytes, uint64_t total_bytes) {
  if (options_.progress) options_.progress(sent_bytes, total_bytes);
}

void Call::transfer_done(http::TransferResult result) {
  guarded([&] {
    transfer_.reset();
    if (result.http_status != 0) {
      last_http_status_ = result.http_status;
      last_request_id_ = request_id_of(result.headers);
    }
    end_attempt(result.outcome, result.http_status, result.timings);
    decide(std::move(result));
  });
}

void Call::end_attempt(AttemptOutcome outcome, int32_t http_status, const AttemptTimings& timings) {
  current_.outcome = outcome;
  current_.http_status = http_status;
  current_.timings = timings;
  attempts_.push_back(std::exchange(current_, {}));
  log_attempt(client_->log(), request_, attempts_, http_status != 0 ? last_request_id_ : "");
}

std::optional<int64_t> Call::tell_gate(const http::TransferResult& result, std::optional<int64_t> retry_after_ms,
                                       bool monthly_quota) {
  const int64_t now_ms = loop().clock().monotonic_ms();
  policy::RateGate& gate = traffic_->limits->gate;
  if (result.outcome != AttemptOutcome::answered) return std::nullopt;
  if (result.http_status == 429) {
    const policy::RateGate::Closing closing =
        gate.rate_limited(now_ms, opening_, retry_after_ms, monthly_quota, loop().random());
    if (closing.is_news) log_gate_closed(client_->log(), closing.wait_ms, monthly_quota);
    return closing.wait_ms;
  }
  if (gate.passed(now_ms, opening_)) log_gate_opened(client_->log());
  return std::nullopt;
}

void Call::decide(http::TransferResult result) {
  std::optional<int64_t> retry_after_ms;
  if (const std::string* header = find_header(result.headers, "retry-after")) {
    retry_after_ms = policy::parse_retry_after_ms(*header, loop().clock().unix_ms());
  }
  policy::Situation situation;
  situation.outcome = result.outcome;
  situation.request_left = result.request_left;
  situation.http_status = result.http_status;
  situation.monthly_quota = result.http_status == 429 && names_monthly_quota(result.body.view());
  const std::optional<int64_t> gate_ms = tell_gate(result, retry_after_ms, situation.monthly_quota);
  situation.retry_after_ms = gate_ms ? std::max(*gate_ms, retry_after_ms.value_or(0)) : retry_after_ms;
  situation.idempotency = request_.idempotency();
  situation.attempt_number = static_cast<uint32_t>(attempts_.size()) - redirects_;
  situation.left_ms = left_ms();
  policy::RetryOptions retry = client_->options().retry;
  retry.max_retries = options_.max_retries.value_or(retry.max_retries);
  // The gate knows how the attempt ended, so that nobody is let through a gate that is just being closed.
  leave_line_or_wire();
  if (follow_redirect(result)) return;

  may_have_acted_ = may_have_acted_ || policy::may_have_acted(situation, retry);
  retryable_ = policy::may_succeed_later(situation, retry);
  policy::Decision decision = policy::decide(situation, retry, loop().random());
  if (decision.verdict == policy::Verdict::again && !gate_ms &&
      !traffic_->limits->retry_budget.take(loop().clock().monotonic_ms())) {
    decision = {policy::Verdict::failed, 0, policy::StopReason::retry_budget_used_up};
  }
  stop_reason_ = decision.reason;
  switch (decision.verdict) {
    case policy::Verdict::done:
      succeed(std::move(result));
      return;
    case policy::Verdict::again:
      current_.wait_reason = retry_after_ms ? WaitReason::retry_after
                             : gate_ms      ? WaitReason::rate_gate
                                            : WaitReason::back_off;
      log_again(client_->log(), request_, attempts_, decision.wait_ms, current_.wait_reason);
      // In line, the gate sees to the wait.
      wait_and_try_again(gate_ms ? 0 : decision.wait_ms);
      return;
    case policy::Verdict::failed:
    case policy::Verdict::ambiguous:
      fail(std::move(result), decision.verdict == policy::Verdict::ambiguous, retry_after_ms,
           result.http_status == 429 ? limit_of(situation.monthly_quota, retry_after_ms) : Limit::unknown);
      return;
  }
}

bool Call::follow_redirect(const http::TransferResult& result) {
  if (result.outcome != AttemptOutcome::answered || !is_redirect(result.http_status)) return false;
  if (request_.idempotency() != policy::Idempotency::safe) return false;
  const std::string* const location = find_header(result.headers, "location");
  if (location == nullptr || location->empty() || redirects_ >= client_->options().max_redirects) return false;
  const std::string target = http::resolved_url(url_, *location);
  if (target.empty() || http::url_place(url_, target).origin != http::url_place(url_, url_).origin) return false;
  ++redirects_;
  url_ = target;
  stand_in_line();
  return true;
}

void Call::wait_and_try_again(int64_t wait_ms) {
  wait_began_ms_ = loop().clock().monotonic_ms();
  if (wait_ms == 0) {
    stand_in_line();
    return;
  }
  wait_timer_ = loop().add_timer(wait_began_ms_ + wait_ms, [self = shared_from_this()] {
    self->wait_timer_.reset();
    self->guarded([&] { self->stand_in_line(); });
  });
}

void Call::succeed(http::TransferResult result) {
  Result<std::unique_ptr<Response>> response =
      make_response(result, client_->options().service->records_member, client_->options().json_limits);
  if (response.ok()) {
    response.value->attempts = std::move(attempts_);
    response.value->trace = trace();
    complete({std::move(response.value), nullptr});
    return;
  }
  const bool is_page = is_html(result.headers);
  ErrorPtr error = error_from_malformed(facts(), response.error->message + (is_page ? kPageHint : ""));
  explain_failure(*error, result.headers);
  complete({nullptr, std::move(error)});
}

void Call::fail(http::TransferResult result, bool ambiguous, std::optional<int64_t> retry_after_ms, Limit limit) {
  ErrorPtr error;
  if (result.outcome == AttemptOutcome::answered) {
    error = error_from_answer(facts(), std::move(result.body), ambiguous, retry_after_ms.value_or(-1));
    error->limit = limit;
    error->body_is_cut = result.body_is_cut;
  } else {
    error = error_from_transport(facts(), result.outcome, client_->log().redact(result.detail), ambiguous);
  }
  explain_failure(*error, result.headers);
  complete({nullptr, std::move(error)});
}

std::optional<int64_t> Call::left_ms() const {
  if (!deadline_due_ms_) return std::nullopt;
  return *deadline_due_ms_ - loop().clock().monotonic_ms();
}

}  // namespace spectrakit
