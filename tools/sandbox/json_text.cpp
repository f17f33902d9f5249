#include "sandbox/json_text.h"

namespace spectrakit::sandbox {
namespace {

bool is_plain(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

void append_escaped(std::string& text, char c) {
  constexpr char kDigits[] = "0123456789abcdef";
  text += '\\';
  switch (c) {
    case '\b':
      text += 'b';
      break;
    case '\t':
      text += 't';
      break;
    case '\n':
      text += 'n';
      break;
    case '\f':
      text += 'f';
      break;
    case '\r':
      text += 'r';
      break;
    case '"':
    case '\\':
      text += c;
      break;
    default:
      text += "u00";
      text += kDigits[c >> 4];
      text += kDigits[c & 15];
  }
}

}  // namespace

void append_json_string(std::string& text, std::string_view value) {
  text += '"';
  while (!value.empty()) {
    size_t plain_bytes = 0;
    while (plain_bytes < value.size() && is_plain(value[plain_bytes])) ++plain_bytes;
    text += value.substr(0, plain_bytes);
    value.remove_prefix(plain_bytes);
    if (value.empty()) break;
    append_escaped(text, value.front());
    value.remove_prefix(1);
  }
  text += '"';
}

}  // namespace spectrakit::sandbox
