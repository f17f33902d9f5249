#include "json_mutation.h"

#include <array>
#include <string_view>

namespace spectrakit::tests {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::array<std::string_view, 20> kStringPieces{"a",
                                                         "name",
                                                         "id",
                                                         " ",
                                                         "/",
                                                         "~",
                                                         "\\n",
                                                         "\\\"",
                                                         "\\\\",
                                                         "\\/",
                                                         "\\u00e9",
                                                         "\\u0000",
                                                         "\\ud83d\\ude00",
                                                         "\xC3\xA9",
                                                         "\xE2\x82\xAC",
                                                         "\xF0\x9F\x98\x80",
                                                         "{",
                                                         "]",
                                                         ",",
                                                         ":"};
constexpr std::array<std::string_view, 14> kNumbers{"0",
                                                    "-0",
                                                    "1",
                                                    "-17",
                                                    "0.5",
                                                    "1e3",
                                                    "2.5E-3",
                                                    "1E+2",
                                                    "9223372036854775807",
                                                    "-9223372036854775808",
                                                    "9223372036854775808",
                                                    "18446744073709551616",
                                                    "123456789012345678901234567890",
                                                    "3.141592653589793"};
constexpr std::array<std::string_view, 3> kLiterals{"true", "false", "null"};
/// What damages are made of: every byte that means something, and some that never may.
constexpr auto kDamageBytes =
    "{}[]:,\"\\ \t\n\r0123456789-+.eEtrufalsn/bx\0\x01\x0C\x1A\x1F\x7F\x80\xBF\xC0\xC3\xED\xEF\xF4\xFF"sv;

}  // namespace

std::string JsonMutator::damaged(std::string text) {
  for (size_t left = 1 + below(3); left > 0; --left) damage(text);
  return text;
}

std::string JsonMutator::value(size_t depth) {
  const size_t choice = below(depth < 4 ? 10 : 6);
  if (choice >= 8) return space() + container(depth, true) + space();
  if (choice >= 6) return space() + container(depth, false) + space();
  if (choice >= 3) return space() + string() + space();
  if (choice >= 1) return space() + number() + space();
  return space() + std::string(kLiterals[below(kLiterals.size())]) + space();
}

std::string JsonMutator::container(size_t depth, bool is_object) {
  std::string text = is_object ? "{" : "[";
  text += space();
  for (size_t count = below(5), at = 0; at < count; ++at) {
    if (at > 0) text += ",";
    if (is_object) text += space() + string() + space() + ":";
    text += value(depth + 1);
  }
  return text + (is_object ? "}" : "]");
}

std::string JsonMutator::string() {
  std::string text = "\"";
  for (size_t pieces = below(6); pieces > 0; --pieces) text += kStringPieces[below(kStringPieces.size())];
  if (below(20) == 0) text += std::string(below(200), 'x');
  return text + "\"";
}

std::string JsonMutator::number() {
  if (below(2) == 0) return std::string(kNumbers[below(kNumbers.size())]);
  return std::to_string(static_cast<int64_t>(generator_()) >> below(63));
}

std::string JsonMutator::space() {
  constexpr std::string_view kSpaces = " \n\r\t";
  if (below(4) != 0) return "";
  std::string text;
  for (size_t count = below(4); count > 0; --count) text += kSpaces[below(kSpaces.size())];
  return text;
}

void JsonMutator::damage(std::string& text) {
  if (text.empty()) return;
  const size_t at = below(text.size());
  const char byte = kDamageBytes[below(kDamageBytes.size())];
  switch (below(6)) {
    case 0:
      text[at] = byte;
      return;
    case 1:
      text.insert(at, 1, byte);
      return;
    case 2:
      text.erase(at, 1 + below(3));
      return;
    case 3:
      text.resize(at);
      return;
    case 4:
      text.insert(below(text.size()), text.substr(at, 1 + below(8)));
      return;
    default:
      std::swap(text[at], text[below(text.size())]);
  }
}

}  // namespace spectrakit::tests
