#include "json/unescape.h"

#include <charconv>
#include <cstdint>

namespace spectrakit::json {
namespace {

constexpr bool is_high_surrogate(uint32_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}

constexpr bool is_low_surrogate(uint32_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

void append_utf8(uint32_t code_point, std::string& out) {
  const auto byte = [&out](uint32_t value) { out += static_cast<char>(value); };
  if (code_point < 0x80) {
    byte(code_point);
  } else if (code_point < 0x800) {
    byte(0xC0 | (code_point >> 6));
    byte(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    byte(0xE0 | (code_point >> 12));
    byte(0x80 | ((code_point >> 6) & 0x3F));
    byte(0x80 | (code_point & 0x3F));
  } else {
    byte(0xF0 | (code_point >> 18));
    byte(0x80 | ((code_point >> 12) & 0x3F));
    byte(0x80 | ((code_point >> 6) & 0x3F));
    byte(0x80 | (code_point & 0x3F));
  }
}

/// Takes four hexadecimal digits off the front of `rest`.
bool take_unit(std::string_view& rest, uint32_t& unit) {
  if (rest.size() < 4) return false;
  const auto [end, failure] = std::from_chars(rest.data(), rest.data() + 4, unit, 16);
  if (failure != std::errc{} || end != rest.data() + 4) return false;
  rest.remove_prefix(4);
  return true;
}

/// `rest` starts behind "\u".
bool take_code_point(std::string_view& rest, std::string& out) {
  uint32_t unit = 0;
  if (!take_unit(rest, unit) || is_low_surrogate(unit)) return false;
  if (is_high_surrogate(unit)) {
    uint32_t low = 0;
    if (!rest.starts_with("\\u")) return false;
    rest.remove_prefix(2);
    if (!take_unit(rest, low) || !is_low_surrogate(low)) return false;
    unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
  }
  append_utf8(unit, out);
  return true;
}

char simple_escape(char letter) {
  switch (letter) {
    case '"':
    case '\\':
    case '/':
      return letter;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return '\0';
  }
}

}  // namespace

bool unescape(std::string_view content, std::string& out) {
  out.reserve(out.size() + content.size());
  while (!content.empty()) {
    const size_t backslash = content.find('\\');
    out.append(content.substr(0, backslash));
    if (backslash == std::string_view::npos) return true;
    content.remove_prefix(backslash + 1);
    if (content.empty()) return false;
    const char letter = content.front();
    content.remove_prefix(1);
    if (letter == 'u') {
      if (!take_code_point(content, out)) return false;
    } else if (const char decoded = simple_escape(letter)) {
      out += decoded;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace spectrakit::json
