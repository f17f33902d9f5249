#pragma once

#include <cstdint>
#include <optional>

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
};

/// One ended attempt, and what is left.
struct Situation {
  AttemptOutcome outcome = AttemptOutcome::answered;
  /// Whether any byte of the request may have reached the server.
  bool request_left = false;
  int32_t http_status = 0;
  std::optional<int64_t> retry_after_ms;
  Idempotency idempotency = Idempotency::safe;
  /// 1 for the first.
  uint32_t attempt_number = 1;
  /// Nothing for a call without a deadline.
  std::optional<int64_t> left_ms;
};

enum class Verdict : uint8_t { done, again, failed, ambiguous };

struct Decision {
  Verdict verdict = Verdict::failed;
  /// With Verdict::again: how long to wait first.
  int64_t wait_ms = 0;

  bool operator==(const Decision&) const = default;
};

/// The retry table of docs/retries.md.
Decision decide(const Situation& situation, const RetryOptions& options, Random& random);

/// Whether the server may have done the work of an attempt that did not succeed.
bool may_have_acted(const Situation& situation);

/// Whether the same request may safely be sent again later, with a chance of success.
bool may_succeed_later(const Situation& situation);

/// Even over [0, first * 2^(attempt - 1)], capped: "full jitter".
int64_t backoff_ms(uint32_t attempt_number, const RetryOptions& options, Random& random);

}  // namespace spectrakit::policy
