#ifndef SPECTRAKIT_TOOLS_SANDBOX_BOUNDED_JSON_H
#define SPECTRAKIT_TOOLS_SANDBOX_BOUNDED_JSON_H

#include <nlohmann/json.hpp>
#include <string_view>

namespace spectrakit::sandbox {

/// The text as JSON; a discarded value when it is none, or nested deeper than anything that makes sense: what copies or
/// destroys a value goes through it by recursion.
nlohmann::json parse_bounded_json(std::string_view text);

bool is_utf8(std::string_view text);

}  // namespace spectrakit::sandbox

#endif
