#include "policy/retry_after.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <clocale>
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

/// In the language of the standard, whatever the host's locale is.
locale_t c_locale() {
  static const locale_t made = newlocale(LC_ALL_MASK, "C", nullptr);
  return made;
}

/// The form that servers must send, and the two old ones that clients must take all the same (RFC 9110, 5.6.7).
std::optional<int64_t> parse_date_unix_ms(std::string_view text) {
  constexpr std::array kForms{"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"};
  const std::string copy(text);
  for (const char* const form : kForms) {
    std::tm date{};
    const char* const end = strptime_l(copy.c_str(), form, &date, c_locale());
    if (end == copy.c_str() + copy.size()) return int64_t{timegm(&date)} * 1000;
  }
  return std::nullopt;
}

}  // namespace

std::optional<int64_t> parse_retry_after_ms(std::string_view text, int64_t unix_now_ms) {
  if (const std::optional<int64_t> seconds = parse_seconds(text)) return *seconds * 1000;
  if (const std::optional<int64_t> date_ms = parse_date_unix_ms(text)) {
    return std::max<int64_t>(0, *date_ms - unix_now_ms);
  }
  return std::nullopt;
}

}  // namespace spectrakit::policy
