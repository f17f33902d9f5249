#ifndef SPECTRAKIT_TOOLS_SANDBOX_JSON_TEXT_H
#define SPECTRAKIT_TOOLS_SANDBOX_JSON_TEXT_H

#include <string>
#include <string_view>

namespace spectrakit::sandbox {

/// Appends `value` to `text` as a JSON string in its quotes. Bytes from 0x80 on go through as they are.
void append_json_string(std::string& text, std::string_view value);

}  // namespace spectrakit::sandbox

#endif
