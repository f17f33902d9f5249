#pragma once

#include <string_view>

#include "base/error.h"
#include "client/operation.h"

namespace spectrakit {

ErrorPtr invalid_argument(std::string message);

/// UTF-8 without a NUL, which services refuse or cut a text at.
bool is_text(std::string_view text);

/// Null when the value of a parameter breaks no documented rule.
ErrorPtr check_parameter_value(const Operation& operation, const Parameter& parameter, std::string_view value);

/// Null when the name can be a header that the caller sets, and the value can stand in one.
ErrorPtr check_header(std::string_view name, std::string_view value);

/// Null when the file's ending is one that the documentation allows for the attribute.
ErrorPtr check_file_extension(const Operation& operation, const BodyAttribute& attribute, std::string_view file_name);

}  // namespace spectrakit
