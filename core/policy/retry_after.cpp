#include "policy/retry_after.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <string>

namespace spectrakit::policy {
namespace {

constexpr int64_t kLongestSeconds = int64_t{100} * 366 * 24 * 3600;

std::optional<int64_t> parse_seconds(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::string_view whole = text.substr(0, text.find('.'));
  if (whole.empty() || whole.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  const std::string_view fraction = text.substr(whole.size());
  if (fraction.find_first_not_of("0123456789", 1) != std::string_view::npos) return std::nullopt;
  if (negative) return 0;
  int64_t seconds = kLongestSeconds;
  std::from_chars(whole.data(), whole.data() + whole.size(), seconds);
  // A fraction is no part of the standard; waiting the next whole second is what its sender wants at least.
  const bool rounds_up = fraction.find_first_not_of("0", 1) != std::string_view::npos;
  return std::min(seconds, kLongestSeconds) + (rounds_up ? 1 : 0);
}

int month_number(std::string_view name) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto* const found = std::find(kMonths.begin(), kMonths.end(), name);
  return found == kMonths.end() ? -1 : static_cast<int>(found - kMonths.begin());
}

/// The form that servers must send, "Sun, 06 Nov 1994 08:49:37 GMT"; not by strptime, which follows the host's locale.
std::optional<int64_t> parse_date_unix_ms(std::string_view text) {
  std::tm date{};
  std::array<char, 4> month{};
  const std::string copy(text);
  int consumed = 0;
  const int fields = std::sscanf(copy.c_str(), "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d GMT%n", &date.tm_mday,
                                 month.data(), &date.tm_year, &date.tm_hour, &date.tm_min, &date.tm_sec, &consumed);
  date.tm_mon = month_number(month.data());
  if (fields != 6 || static_cast<size_t>(consumed) != copy.size() || date.tm_mon < 0) return std::nullopt;
  date.tm_year -= 1900;
  return int64_t{timegm(&date)} * 1000;
}

}  // namespace

std::optional<int64_t> parse_retry_after_ms(std::string_view text, int64_t unix_now_ms) {
  if (const std::optional<int64_t> seconds = parse_seconds(text)) return *seconds * 1000;
  if (const std::optional<int64_t> date_ms = parse_date_unix_ms(text))
    return std::max<int64_t>(0, *date_ms - unix_now_ms);
  return std::nullopt;
}

}  // namespace spectrakit::policy
