#include <gtest/gtest.h>

#include "base/log.h"
#include "base/status.h"
#include "spectrakit.h"

namespace spectrakit {
namespace {

// The core keeps its own enumerations, since it knows nothing of the C header; here they are held together.
constexpr bool same(Status status, spk_status value) {
  return static_cast<spk_status>(status) == value;
}

static_assert(same(Status::ok, SPK_OK));
static_assert(same(Status::invalid_argument, SPK_INVALID_ARGUMENT));
static_assert(same(Status::invalid_state, SPK_INVALID_STATE));
static_assert(same(Status::closed, SPK_CLOSED));
static_assert(same(Status::forked, SPK_FORKED));
static_assert(same(Status::wrong_thread, SPK_WRONG_THREAD));
static_assert(same(Status::out_of_memory, SPK_OUT_OF_MEMORY));
static_assert(same(Status::internal, SPK_INTERNAL));
static_assert(same(Status::file_failed, SPK_FILE_FAILED));
static_assert(same(Status::wait_timed_out, SPK_WAIT_TIMED_OUT));
static_assert(same(Status::end, SPK_END));
static_assert(same(Status::cancelled, SPK_CANCELLED));
static_assert(same(Status::deadline_exceeded, SPK_DEADLINE_EXCEEDED));
static_assert(same(Status::connection_failed, SPK_CONNECTION_FAILED));
static_assert(same(Status::tls_failed, SPK_TLS_FAILED));
static_assert(same(Status::malformed_response, SPK_MALFORMED_RESPONSE));
static_assert(same(Status::response_too_large, SPK_RESPONSE_TOO_LARGE));
static_assert(same(Status::ambiguous_write, SPK_AMBIGUOUS_WRITE));
static_assert(same(Status::redirect_refused, SPK_REDIRECT_REFUSED));
static_assert(same(Status::too_many_pages, SPK_TOO_MANY_PAGES));
static_assert(same(Status::too_many_calls, SPK_TOO_MANY_CALLS));
static_assert(same(Status::api_error, SPK_API_ERROR));
static_assert(same(Status::authentication_failed, SPK_AUTHENTICATION_FAILED));
static_assert(same(Status::permission_denied, SPK_PERMISSION_DENIED));
static_assert(same(Status::not_found, SPK_NOT_FOUND));
static_assert(same(Status::validation_failed, SPK_VALIDATION_FAILED));
static_assert(same(Status::rate_limited, SPK_RATE_LIMITED));
static_assert(same(Status::server_error, SPK_SERVER_ERROR));
static_assert(same(Status::value_absent, SPK_VALUE_ABSENT));
static_assert(same(Status::value_wrong_kind, SPK_VALUE_WRONG_KIND));
static_assert(same(Status::value_undecodable, SPK_VALUE_UNDECODABLE));

static_assert(static_cast<spk_log_level>(LogLevel::debug) == SPK_LOG_DEBUG);
static_assert(static_cast<spk_log_level>(LogLevel::info) == SPK_LOG_INFO);
static_assert(static_cast<spk_log_level>(LogLevel::warning) == SPK_LOG_WARNING);
static_assert(static_cast<spk_log_level>(LogLevel::error) == SPK_LOG_ERROR);

TEST(StatusTest, EveryStatusHasItsConstantsName) {
  EXPECT_STREQ(spk_status_name(SPK_AMBIGUOUS_WRITE), "SPK_AMBIGUOUS_WRITE");
  EXPECT_STREQ(spk_status_name(SPK_OK), "SPK_OK");
  EXPECT_STREQ(spk_status_name(-5), "SPK_UNKNOWN");
}

}  // namespace
}  // namespace spectrakit
