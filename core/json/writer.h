#pragma once

#include <string>
#include <string_view>

namespace spectrakit::json {

/// Appends `text` to `out` as a JSON string with its quotes. `text` is UTF-8.
void append_string(std::string& out, std::string_view text);

bool is_utf8(std::string_view text);

}  // namespace spectrakit::json
