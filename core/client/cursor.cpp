#include "client/cursor.h"

#include <array>
#include <charconv>

#include "client/request_check.h"

namespace spectrakit {
namespace {

/// FNV-1a: it has to notice a mix-up, not an attack.
uint64_t hash(std::string_view text) {
  uint64_t value = 14695981039346656037u;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return value;
}

std::string prefix(const Request& request) {
  std::array<char, 16> digits{};
  const uint64_t fingerprint = hash(request.target_without_page_number());
  const auto [end, failure] = std::to_chars(digits.data(), digits.data() + digits.size(), fingerprint, 16);
  return "spk1:" + request.name() + ":" + std::string(digits.data(), end) + ":";
}

}  // namespace

std::string make_cursor(const Request& request, int64_t page_number) {
  return prefix(request) + std::to_string(page_number);
}

Result<int64_t> read_cursor(const Request& request, std::string_view cursor) {
  const std::string expected = prefix(request);
  if (!cursor.starts_with(expected)) {
    return invalid_argument("the cursor belongs to another request; give the pager the request that it came from");
  }
  cursor.remove_prefix(expected.size());
  int64_t page_number = 0;
  const auto [end, failure] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), page_number);
  if (failure != std::errc{} || end != cursor.data() + cursor.size() || page_number < 1) {
    return invalid_argument("the cursor is damaged; store it whole");
  }
  return page_number;
}

}  // namespace spectrakit
