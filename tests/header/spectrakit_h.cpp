#include <type_traits>

#include "spectrakit.h"

// The one public struct travels by value through every language's foreign-function layer.
static_assert(std::is_trivially_copyable_v<spk_value> && std::is_standard_layout_v<spk_value>);

// A C++ exception never crosses, and C linkage is what the other languages look up.
using VersionFunction = const char* (*)();
VersionFunction use_header();
VersionFunction use_header() {
  return &spk_version;
}
