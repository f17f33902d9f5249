#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/attempt.h"
#include "base/random.h"

namespace spectrakit::policy {

/// What sending a request twice can do.
enum class Idempotency : uint8_t {
  /// GET, HEAD: nothing.
  safe,
  /// PUT: the same as once.
  idempotent,
  /// POST: the work twice.
  unsafe,
};

struct RetryOptions {
  uint32_t max_retries = 2;
  int64_t first_backoff_ms = 500;
  int64_t longest_backoff_ms = 20'000;
  /// A Retry-After above this ends the call at once, with the time in the error.
  int64_t longest_retry_after_ms = 60'000;
  /// Whether a POST that was answered 503 with a Retry-After, which says that it was turned away, is sent again.
  bool retry_refused_writes = false;
};

/// One ended attempt, and what is left.
struct Situation {
  AttemptOutcome outcome = AttemptOutcome::answered;
  /// Whether any byte of the request may have reached the server.
  bool request_left = false;
  int32_t http_status = 0;
  std::optional<int64_t> retry_after_ms;
  /// Whether a 429 says that it is the month's quota which is used up.
  bool monthly_quota = false;
  Idempotency idempotency = Idempotency::safe;
  /// 1 for the first.
  uint32_t attempt_number = 1;
  /// Nothing for a call without a deadline.
  std::optional<int64_t> left_ms;
};

enum class Verdict : uint8_t { done, again, failed, ambiguous };

/// Why a call was not tried again.
enum class StopReason : uint8_t {
  none,
  /// Another attempt would end the same way.
  final_outcome,
  may_have_acted,
  retries_used_up,
  retry_after_too_long,
  deadline_too_near,
  retry_budget_used_up,
  monthly_quota,
};

/// The reason in words: a clause to stand behind "It was not tried again: ". NUL-terminated.
std::string_view stop_reason_text(StopReason reason);

struct Decision {
  Verdict verdict = Verdict::failed;
  /// With Verdict::again: how long to wait first.
  int64_t wait_ms = 0;
  StopReason reason = StopReason::none;

  bool operator==(const Decision&) const = default;
};

/// The retry table of docs/retries.md.
Decision decide(const Situation& situation, const RetryOptions& options, Random& random);

/// Whether the server may have done the work of an attempt that did not succeed.
bool may_have_acted(const Situation& situation, const RetryOptions& options);

/// Whether the same request may safely be sent again later, with a chance of success.
bool may_succeed_later(const Situation& situation, const RetryOptions& options);

/// Even over [0, first * 2^(attempt - 1)], capped: "full jitter".
int64_t backoff_ms(uint32_t attempt_number, const RetryOptions& options, Random& random);

}  // namespace spectrakit::policy
