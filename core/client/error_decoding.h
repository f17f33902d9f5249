#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/padded_buffer.h"
#include "policy/retry.h"

namespace spectrakit {

/// What an error tells of the call that it ended.
struct CallFacts {
  std::string operation;
  policy::Idempotency idempotency = policy::Idempotency::safe;
  /// For a 404 of an operation that is known under another path; else empty.
  std::string_view alternate_path;
  std::vector<Attempt> attempts;
  /// Whether any attempt's request began to leave without proof that the server did not act on it.
  bool may_have_acted = false;
  /// Whether the same request may safely be sent again later.
  bool retryable = false;
  /// Of the last answer; 0 and empty when there was none.
  int32_t http_status = 0;
  std::string request_id;
};

/// The error of a call whose last attempt was answered with a status of 400 or more, or with a redirect. The body may
/// be JSON:API errors, problem details (RFC 9457), any other JSON, or no JSON at all.
ErrorPtr error_from_answer(CallFacts facts, PaddedBuffer body, bool ambiguous, int64_t retry_after_ms);

/// The error of a call whose last attempt got no answer.
ErrorPtr error_from_transport(CallFacts facts, AttemptOutcome outcome, std::string_view detail, bool ambiguous);

/// The error of a call that was answered 2xx with a body that `what` says is not readable. A write was done then.
ErrorPtr error_from_malformed(CallFacts facts, std::string_view what);

/// The error of a call that something else than an attempt ended: cancelled, closed, deadline, a closed rate gate.
/// A POST that was on the wire makes it ambiguous.
ErrorPtr error_from_end(CallFacts facts, Status status, std::string_view what);

/// Whether the body of a 429 says that it is the month's quota which is used up.
bool names_monthly_quota(std::string_view body);

}  // namespace spectrakit
