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

Row row_of(const Situation& situation) {
  switch (situation.outcome) {
    case AttemptOutcome::answered:
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
  }
  return Row::final;
}

}  // namespace

Decision decide(const Situation& situation, const RetryOptions& options, Random& random) {
  const Row row = row_of(situation);
  if (row == Row::done) return {Verdict::done, 0};
  if (row == Row::final) return {Verdict::failed, 0};
  if (row == Row::may_have_acted && situation.idempotency == Idempotency::unsafe) return {Verdict::ambiguous, 0};
  if (situation.attempt_number > options.max_retries) return {Verdict::failed, 0};

  int64_t wait_ms = 0;
  if (situation.retry_after_ms) {
    if (*situation.retry_after_ms > options.longest_retry_after_ms) return {Verdict::failed, 0};
    wait_ms = *situation.retry_after_ms;
  } else if (situation.outcome != AttemptOutcome::stale_connection) {
    wait_ms = backoff_ms(situation.attempt_number, options, random);
  }
  if (situation.left_ms && wait_ms >= *situation.left_ms) return {Verdict::failed, 0};
  return {Verdict::again, wait_ms};
}

bool may_have_acted(const Situation& situation) {
  return row_of(situation) == Row::may_have_acted || situation.outcome == AttemptOutcome::response_too_large ||
         situation.outcome == AttemptOutcome::undecodable_answer;
}

bool may_succeed_later(const Situation& situation) {
  const Row row = row_of(situation);
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
