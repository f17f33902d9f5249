#pragma once

#include <string>
#include <string_view>

namespace spectrakit::json {

/// Appends the text between a JSON string's quotes to `out`, decoded. False for a broken escape or a lone surrogate.
bool unescape(std::string_view content, std::string& out);

}  // namespace spectrakit::json
