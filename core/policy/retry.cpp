#include "policy/retry.h"

#include <algorithm>

namespace spectrakit::policy {
namespace {

enum class Row : uint8_t {
  done,
  /// Proof that the server did not act.
  not_acted,
  /// The server may have acted.
  may_have_acted,
  /// No other answer is to be expected.
  final,
};

Row row_of_answer(int32_t http_status) {
  if (http_status >= 200 && http_status < 300) return Row::done;
  switch (http_status) {
    case 429:
      return Row::not_acted;
    case 408:
      return Row::may_have_acted;
    case 501:
    case 505:
      return Row::final;
    default:
      // Gateways have 5xx answers of their own, such as 524 for an origin that is still at work.
      return http_status >= 500 ? Row::may_have_acted : Row::final;
  }
}

Row row_of(const Situation& situation, const RetryOptions& options) {
  switch (situation.outcome) {
    case AttemptOutcome::answered:
      if (options.retry_refused_writes && situation.http_status == 503 && situation.retry_after_ms) {
        return Row::not_acted;
      }
      return row_of_answer(situation.http_status);
    case AttemptOutcome::name_not_resolved:
    case AttemptOutcome::could_not_connect:
    case AttemptOutcome::tls_failed:
    case AttemptOutcome::connection_lost:
    case AttemptOutcome::stale_connection:
    case AttemptOutcome::timed_out:
      return situation.request_left ? Row::may_have_acted : Row::not_acted;
    case AttemptOutcome::response_too_large:
    case AttemptOutcome::undecodable_answer:
      // A repeat would be no better.
    case AttemptOutcome::file_failed:
      // The body was cut off before its announced end, so no server took it for whole.
    case AttemptOutcome::cancelled:
      return Row::final;
    case AttemptOutcome::refused_by_proxy:
    case AttemptOutcome::client_certificate_refused:
      // Until somebody sets other credentials.
      return Row::final;
  }
  return Row::final;
}

}  // namespace

std::string_view stop_reason_text(StopReason reason) {
  switch (reason) {
    case StopReason::none:
      return "it succeeded";
    case StopReason::final_outcome:
      return "another attempt would end the same way";
    case StopReason::may_have_acted:
      return "the service may have done the work already, and doing it twice is worse than asking you";
    case StopReason::retries_used_up:
      return "all the retries that it was given are used up";
    case StopReason::retry_after_too_long:
      return "the service asks for a longer wait than is allowed";
    case StopReason::deadline_too_near:
      return "its deadline would have passed before the next attempt";
    case StopReason::retry_budget_used_up:
      return "the calls of this key have used up the retries that they share; many calls fail at the moment";
    case StopReason::monthly_quota:
      return "the monthly quota of the key is used up, which no wait within a call can change";
  }
  return "";
}

Decision decide(const Situation& situation, const RetryOptions& options, Random& random) {
  const Row row = row_of(situation, options);
  if (row == Row::done) return {Verdict::done};
  if (row == Row::final) return {Verdict::failed, 0, StopReason::final_outcome};
  if (row == Row::may_have_acted && situation.idempotency == Idempotency::unsafe) {
    return {Verdict::ambiguous, 0, StopReason::may_have_acted};
  }
  if (situation.monthly_quota) return {Verdict::failed, 0, StopReason::monthly_quota};
  if (situation.attempt_number > options.max_retries) return {Verdict::failed, 0, StopReason::retries_used_up};

  int64_t wait_ms = 0;
  if (situation.retry_after_ms) {
    wait_ms = *situation.retry_after_ms;
    if (wait_ms > options.longest_retry_after_ms) return {Verdict::failed, 0, StopReason::retry_after_too_long};
  } else if (situation.outcome != AttemptOutcome::stale_connection) {
    wait_ms = backoff_ms(situation.attempt_number, options, random);
  }
  if (situation.left_ms && wait_ms >= *situation.left_ms) return {Verdict::failed, 0, StopReason::deadline_too_near};
  return {Verdict::again, wait_ms};
}

bool may_have_acted(const Situation& situation, const RetryOptions& options) {
  return row_of(situation, options) == Row::may_have_acted || situation.outcome == AttemptOutcome::response_too_large ||
         situation.outcome == AttemptOutcome::undecodable_answer;
}

bool may_succeed_later(const Situation& situation, const RetryOptions& options) {
  const Row row = row_of(situation, options);
  return row == Row::not_acted || (row == Row::may_have_acted && situation.idempotency != Idempotency::unsafe);
}

int64_t backoff_ms(uint32_t attempt_number, const RetryOptions& options, Random& random) {
  int64_t ceiling_ms = options.first_backoff_ms;
  for (uint32_t doubled = 1; doubled < attempt_number && ceiling_ms < options.longest_backoff_ms; ++doubled) {
    ceiling_ms *= 2;
  }
  return random.up_to(std::min(ceiling_ms, options.longest_backoff_ms));
}

}  // namespace spectrakit::policy
