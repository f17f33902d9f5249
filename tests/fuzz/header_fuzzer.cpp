// Headers that a caller sets can break no line; Retry-After is read as RFC 9110 has it, whatever it holds; a header of
// an answer is found by its name in any case.
#include <strings.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "client/request.h"
#include "client/response.h"
#include "policy/retry_after.h"
#include "property.h"
#include "requests.h"

namespace spectrakit::fuzz {
namespace {

constexpr int64_t kHundredYearsMs = int64_t{100} * 366 * 24 * 3600 * 1000;
/// The last second of the year 9999, which is the last that the date's form can name.
constexpr int64_t kLastDateUnixMs = 253'402'300'799'000;

void check_any_retry_after(std::string_view text, int64_t unix_now_ms) {
  const std::optional<int64_t> wait_ms = policy::parse_retry_after_ms(text, unix_now_ms);
  if (!wait_ms) return;
  const int64_t longest_ms = std::max(kHundredYearsMs + 1'000, kLastDateUnixMs + 200'000'000 - unix_now_ms);
  require(*wait_ms >= 0 && *wait_ms <= longest_ms, "a wait is neither negative nor past all dates", text);
  const bool says_a_digit = text.find_first_of("0123456789") != std::string_view::npos;
  require(says_a_digit, "a wait is read out of a number or date", text);
  require(text.find('\0') == std::string_view::npos, "a NUL ends no header", text);
}

void check_seconds(int64_t seconds, int64_t unix_now_ms) {
  const std::string text = std::to_string(seconds);
  const int64_t expected_ms = std::clamp<int64_t>(seconds, 0, kHundredYearsMs / 1'000) * 1'000;
  require(policy::parse_retry_after_ms(text, unix_now_ms) == expected_ms, "seconds are read as they are", text);
}

void check_date(int64_t unix_s, int64_t unix_now_ms) {
  const std::time_t time = unix_s;
  std::tm date{};
  std::array<char, 64> text{};
  gmtime_r(&time, &date);
  std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &date);
  const int64_t expected_ms = std::max<int64_t>(0, unix_s * 1'000 - unix_now_ms);
  require(policy::parse_retry_after_ms(text.data(), unix_now_ms) == expected_ms, "a date is read as it is",
          text.data());
}

void check_own_header(const std::string& name, const std::string& value) {
  Request request = Request::raw("GET", "/").value;
  if (request.set_raw_header(name, value) != nullptr) {
    require(request.header_lines().empty(), "a header that is refused is not set", name);
    return;
  }
  const std::vector<std::string> lines = request.header_lines();
  require(lines.size() == 1, "one header is one line", name);
  const std::string& line = lines.front();
  require(line.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos, "a header is one line", line);
  require(line.starts_with(name) && is_printable_ascii(name), "a header keeps its name", line);
  require(name.find_first_of(":;") == std::string::npos, "a header's name ends where its value begins", line);
  const size_t begin = value.find_first_not_of(" \t");
  const size_t end = value.find_last_not_of(" \t") + 1;
  const bool is_empty = begin == std::string::npos;
  require(line.substr(name.size()) == (is_empty ? ";" : ": " + value.substr(begin, end - begin)),
          "a header keeps its value", line);
}

void check_answer(const std::vector<http::Header>& headers, const std::string& wanted) {
  const std::string* const found = find_header(headers, wanted);
  const auto first = std::ranges::find_if(headers, [&](const http::Header& header) {
    return std::ranges::equal(header.name, wanted, [](unsigned char a, unsigned char b) {
      const auto lower = [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c + 32 : int{c}; };
      return lower(a) == lower(b);
    });
  });
  const bool has_nul = wanted.find('\0') != std::string::npos;
  require(has_nul || found == (first == headers.end() ? nullptr : &first->value), "the first of a name is found",
          wanted);
  const std::string* const request_id = find_header(headers, "x-request-id");
  require(request_id == nullptr || request_id_of(headers) == *request_id, "a request's id is its header's value");
}

}  // namespace
}  // namespace spectrakit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count) {
  using namespace spectrakit;
  FuzzedDataProvider input(bytes, count);
  const int64_t unix_now_ms = input.ConsumeIntegralInRange<int64_t>(0, fuzz::kLastDateUnixMs);
  fuzz::check_any_retry_after(fuzz::take_text(input), unix_now_ms);
  fuzz::check_seconds(input.ConsumeIntegral<int64_t>(), unix_now_ms);
  fuzz::check_date(input.ConsumeIntegralInRange<int64_t>(0, fuzz::kLastDateUnixMs / 1'000), unix_now_ms);
  const std::string name = fuzz::take_text(input);
  fuzz::check_own_header(name, fuzz::take_text(input));
  std::vector<http::Header> headers;
  for (size_t left = input.ConsumeIntegralInRange<size_t>(0, 4); left > 0; --left) {
    std::string header_name = fuzz::take_text(input);
    headers.push_back({std::move(header_name), fuzz::take_text(input)});
  }
  fuzz::check_answer(headers, fuzz::take_text(input));
  return 0;
}
