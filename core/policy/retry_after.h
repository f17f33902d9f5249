#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace spectrakit::policy {

/// How many milliseconds a Retry-After header asks to wait: seconds or a date (RFC 9110, 10.2.3). A time that has
/// passed, or a negative number, is 0; nothing for a text that is neither. Huge numbers saturate.
std::optional<int64_t> parse_retry_after_ms(std::string_view text, int64_t unix_now_ms);

}  // namespace spectrakit::policy
