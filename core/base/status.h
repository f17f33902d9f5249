#pragma once

#include <cstdint>
#include <string_view>

namespace spectrakit {

/// The outcome of a function or call. The numbers are those of spk_status in spectrakit.h.
enum class Status : int32_t {
  ok = 0,
  invalid_argument = 1,
  invalid_state = 2,
  closed = 3,
  forked = 4,
  wrong_thread = 5,
  out_of_memory = 6,
  internal = 7,
  file_failed = 8,
  too_many_calls = 9,
  wait_timed_out = 20,
  end = 21,
  cancelled = 40,
  deadline_exceeded = 41,
  connection_failed = 42,
  tls_failed = 43,
  malformed_response = 44,
  response_too_large = 45,
  ambiguous_write = 46,
  redirect_refused = 47,
  too_many_pages = 48,
  api_error = 60,
  authentication_failed = 61,
  permission_denied = 62,
  not_found = 63,
  validation_failed = 64,
  rate_limited = 65,
  server_error = 66,
  value_absent = 80,
  value_wrong_kind = 81,
  value_undecodable = 82,
};

/// The constant's name, such as "SPK_NOT_FOUND"; "SPK_UNKNOWN" for a number that is none. NUL-terminated.
std::string_view status_name(Status status);

/// The name of the error's kind, the same in every language, such as "NotFoundError". NUL-terminated.
std::string_view error_kind_name(Status status);

}  // namespace spectrakit
