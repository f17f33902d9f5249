#pragma once

#include <cstdint>
#include <string_view>

namespace spectrakit {

/// How one attempt on the wire ended.
enum class AttemptOutcome : uint8_t {
  answered,
  name_not_resolved,
  could_not_connect,
  tls_failed,
  /// The proxy wants a user and a password, or others than it was given.
  refused_by_proxy,
  /// The server wants to see a client certificate, or another one, and takes no request before.
  client_certificate_refused,
  /// The connection broke after the request began to leave.
  connection_lost,
  /// A kept-alive connection turned out to be dead before the first byte of the answer.
  stale_connection,
  timed_out,
  response_too_large,
  /// An answer came, but its bytes could not be unpacked or were no HTTP.
  undecodable_answer,
  file_failed,
  cancelled,
};

/// The outcome in words. NUL-terminated.
std::string_view attempt_outcome_text(AttemptOutcome outcome);

/// What a call waited for before an attempt.
enum class WaitReason : uint8_t { none, back_off, retry_after, rate_gate, free_connection };

/// The reason in words; empty for none. NUL-terminated.
std::string_view wait_reason_text(WaitReason reason);

/// Microseconds since the start of the attempt; 0 for a point that was not reached or was skipped.
struct AttemptTimings {
  int64_t dns_us = 0;
  int64_t connect_us = 0;
  int64_t tls_us = 0;
  int64_t first_byte_us = 0;
  int64_t total_us = 0;
};

/// One attempt of a call, as it is reported to the user.
struct Attempt {
  AttemptOutcome outcome = AttemptOutcome::cancelled;
  int32_t http_status = 0;
  int64_t waited_ms = 0;
  WaitReason wait_reason = WaitReason::none;
  int64_t started_unix_ms = 0;
  AttemptTimings timings;
};

}  // namespace spectrakit
