#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace spectrakit::http {

/// Whether a block such as "-----BEGIN TRUSTED CERTIFICATE-----" is in it. `kind` is the last word of its name.
bool has_pem_block(std::string_view text, std::string_view kind);

/// Reads a regular file. Status::invalid_argument names `what` and the path when it can not be read.
Result<std::string> read_text_file(std::string_view what, const std::string& path);

}  // namespace spectrakit::http
