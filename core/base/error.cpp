#include "base/error.h"

namespace spectrakit {

ErrorPtr make_error(Status status, std::string message) {
  auto error = std::make_unique<Error>();
  error->status = status;
  error->message = std::move(message);
  return error;
}

std::string_view attempt_outcome_text(AttemptOutcome outcome) {
  switch (outcome) {
    case AttemptOutcome::answered:
      return "answered";
    case AttemptOutcome::name_not_resolved:
      return "name not resolved";
    case AttemptOutcome::could_not_connect:
      return "could not connect";
    case AttemptOutcome::tls_failed:
      return "TLS failed";
    case AttemptOutcome::refused_by_proxy:
      return "refused by the proxy";
    case AttemptOutcome::client_certificate_refused:
      return "client certificate refused";
    case AttemptOutcome::connection_lost:
      return "connection lost";
    case AttemptOutcome::stale_connection:
      return "kept-alive connection was dead";
    case AttemptOutcome::timed_out:
      return "timed out";
    case AttemptOutcome::response_too_large:
      return "response too large";
    case AttemptOutcome::undecodable_answer:
      return "answer could not be decoded";
    case AttemptOutcome::file_failed:
      return "file failed";
    case AttemptOutcome::cancelled:
      return "cancelled";
  }
  return "unknown";
}

std::string_view wait_reason_text(WaitReason reason) {
  switch (reason) {
    case WaitReason::none:
      return "";
    case WaitReason::back_off:
      return "back-off";
    case WaitReason::retry_after:
      return "Retry-After";
    case WaitReason::rate_gate:
      return "rate gate";
    case WaitReason::free_connection:
      return "free connection";
  }
  return "";
}

}  // namespace spectrakit
