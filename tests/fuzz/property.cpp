#include "property.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace spectrakit::fuzz {

void require(bool holds, std::string_view property, std::string_view seen) {
  if (holds) return;
  std::fprintf(stderr, "broken property: %.*s\nseen: \"", static_cast<int>(property.size()), property.data());
  for (const char c : seen) {
    const auto byte = static_cast<unsigned char>(c);
    std::fprintf(stderr, byte >= ' ' && byte < 0x7F ? "%c" : "\\x%02x", byte);
  }
  std::fputs("\"\n", stderr);
  std::abort();
}

bool is_printable_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > ' ' && c < 0x7F; });
}

}  // namespace spectrakit::fuzz
