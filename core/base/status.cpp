#include "base/status.h"

#include <array>

namespace spectrakit {
namespace {

struct Row {
  Status status;
  std::string_view name;
  std::string_view error_kind;
};

constexpr std::array kRows{
    Row{Status::ok, "SPK_OK", ""},
    Row{Status::invalid_argument, "SPK_INVALID_ARGUMENT", "InvalidArgumentError"},
    Row{Status::invalid_state, "SPK_INVALID_STATE", "InvalidStateError"},
    Row{Status::closed, "SPK_CLOSED", "ClosedError"},
    Row{Status::forked, "SPK_FORKED", "ForkedError"},
    Row{Status::wrong_thread, "SPK_WRONG_THREAD", "WrongThreadError"},
    Row{Status::out_of_memory, "SPK_OUT_OF_MEMORY", "OutOfMemoryError"},
    Row{Status::internal, "SPK_INTERNAL", "InternalError"},
    Row{Status::file_failed, "SPK_FILE_FAILED", "FileError"},
    Row{Status::too_many_calls, "SPK_TOO_MANY_CALLS", "TooManyCallsError"},
    Row{Status::wait_timed_out, "SPK_WAIT_TIMED_OUT", "WaitTimedOut"},
    Row{Status::end, "SPK_END", "End"},
    Row{Status::cancelled, "SPK_CANCELLED", "CancelledError"},
    Row{Status::deadline_exceeded, "SPK_DEADLINE_EXCEEDED", "APITimeoutError"},
    Row{Status::connection_failed, "SPK_CONNECTION_FAILED", "APIConnectionError"},
    Row{Status::tls_failed, "SPK_TLS_FAILED", "TLSError"},
    Row{Status::malformed_response, "SPK_MALFORMED_RESPONSE", "MalformedResponseError"},
    Row{Status::response_too_large, "SPK_RESPONSE_TOO_LARGE", "ResponseTooLargeError"},
    Row{Status::ambiguous_write, "SPK_AMBIGUOUS_WRITE", "AmbiguousWriteError"},
    Row{Status::redirect_refused, "SPK_REDIRECT_REFUSED", "RedirectRefusedError"},
    Row{Status::too_many_pages, "SPK_TOO_MANY_PAGES", "TooManyPagesError"},
    Row{Status::api_error, "SPK_API_ERROR", "APIError"},
    Row{Status::authentication_failed, "SPK_AUTHENTICATION_FAILED", "AuthenticationError"},
    Row{Status::permission_denied, "SPK_PERMISSION_DENIED", "PermissionDeniedError"},
    Row{Status::not_found, "SPK_NOT_FOUND", "NotFoundError"},
    Row{Status::validation_failed, "SPK_VALIDATION_FAILED", "ValidationError"},
    Row{Status::rate_limited, "SPK_RATE_LIMITED", "RateLimitedError"},
    Row{Status::server_error, "SPK_SERVER_ERROR", "ServerError"},
    Row{Status::value_absent, "SPK_VALUE_ABSENT", "ValueAbsentError"},
    Row{Status::value_wrong_kind, "SPK_VALUE_WRONG_KIND", "ValueKindError"},
    Row{Status::value_undecodable, "SPK_VALUE_UNDECODABLE", "ValueUndecodableError"},
};

const Row* find_row(Status status) {
  for (const Row& row : kRows) {
    if (row.status == status) return &row;
  }
  return nullptr;
}

}  // namespace

std::string_view status_name(Status status) {
  const Row* row = find_row(status);
  return row ? row->name : "SPK_UNKNOWN";
}

std::string_view error_kind_name(Status status) {
  const Row* row = find_row(status);
  return row ? row->error_kind : "SpectraKitError";
}

}  // namespace spectrakit
