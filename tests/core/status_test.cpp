#include "base/status.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

#include "base/attempt.h"

namespace spectrakit {
namespace {

constexpr std::array kEveryStatus{
    Status::ok,
    Status::invalid_argument,
    Status::invalid_state,
    Status::closed,
    Status::forked,
    Status::wrong_thread,
    Status::out_of_memory,
    Status::internal,
    Status::file_failed,
    Status::too_many_calls,
    Status::wait_timed_out,
    Status::end,
    Status::cancelled,
    Status::deadline_exceeded,
    Status::connection_failed,
    Status::tls_failed,
    Status::malformed_response,
    Status::response_too_large,
    Status::ambiguous_write,
    Status::redirect_refused,
    Status::too_many_pages,
    Status::api_error,
    Status::authentication_failed,
    Status::permission_denied,
    Status::not_found,
    Status::validation_failed,
    Status::rate_limited,
    Status::server_error,
    Status::value_absent,
    Status::value_wrong_kind,
    Status::value_undecodable,
};

/// Makes the compiler complain here when an enumerator is added to Status but not to the list above.
constexpr bool is_listed(Status status) {
  switch (status) {
    case Status::ok:
    case Status::invalid_argument:
    case Status::invalid_state:
    case Status::closed:
    case Status::forked:
    case Status::wrong_thread:
    case Status::out_of_memory:
    case Status::internal:
    case Status::file_failed:
    case Status::too_many_calls:
    case Status::wait_timed_out:
    case Status::end:
    case Status::cancelled:
    case Status::deadline_exceeded:
    case Status::connection_failed:
    case Status::tls_failed:
    case Status::malformed_response:
    case Status::response_too_large:
    case Status::ambiguous_write:
    case Status::redirect_refused:
    case Status::too_many_pages:
    case Status::api_error:
    case Status::authentication_failed:
    case Status::permission_denied:
    case Status::not_found:
    case Status::validation_failed:
    case Status::rate_limited:
    case Status::server_error:
    case Status::value_absent:
    case Status::value_wrong_kind:
    case Status::value_undecodable:
      return true;
  }
  return false;
}

TEST(Status, EveryStatusHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (const Status status : kEveryStatus) {
    const std::string_view name = status_name(status);
    EXPECT_TRUE(name.starts_with("SPK_")) << name;
    EXPECT_NE(name, "SPK_UNKNOWN") << static_cast<int32_t>(status);
    EXPECT_EQ(name.data()[name.size()], '\0');
    EXPECT_TRUE(names.insert(name).second) << name;
  }
}

TEST(Status, EveryStatusButOkHasAnErrorKindOfItsOwn) {
  std::set<std::string_view> kinds;
  for (const Status status : kEveryStatus) {
    if (status == Status::ok) continue;
    const std::string_view kind = error_kind_name(status);
    EXPECT_FALSE(kind.empty());
    EXPECT_NE(kind, "SpectraKitError") << static_cast<int32_t>(status);
    EXPECT_EQ(kind.data()[kind.size()], '\0');
    EXPECT_TRUE(kinds.insert(kind).second) << kind;
  }
}

TEST(Status, ANumberInsideTheRangeHasARowExactlyWhenItIsAStatus) {
  for (int32_t number = -10; number < 200; ++number) {
    const auto status = static_cast<Status>(number);
    EXPECT_EQ(status_name(status) != "SPK_UNKNOWN", is_listed(status)) << number;
    if (!is_listed(status)) {
      EXPECT_EQ(error_kind_name(status), "SpectraKitError") << number;
    }
  }
}

TEST(Status, EveryAttemptOutcomeHasATextOfItsOwn) {
  std::set<std::string_view> texts;
  for (const AttemptOutcome outcome :
       {AttemptOutcome::answered, AttemptOutcome::name_not_resolved, AttemptOutcome::could_not_connect,
        AttemptOutcome::tls_failed, AttemptOutcome::connection_lost, AttemptOutcome::stale_connection,
        AttemptOutcome::timed_out, AttemptOutcome::response_too_large, AttemptOutcome::undecodable_answer,
        AttemptOutcome::file_failed, AttemptOutcome::cancelled}) {
    const std::string_view text = attempt_outcome_text(outcome);
    EXPECT_NE(text, "unknown");
    EXPECT_TRUE(texts.insert(text).second) << text;
  }
}

}  // namespace
}  // namespace spectrakit
