#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "client/request.h"

namespace spectrakit {

/// Where a list goes on, as a text to be stored: "spk1:<operation>:<what else was asked, hashed>:<page>".
std::string make_cursor(const Request& request, int64_t page_number);

/// The page number; Status::invalid_argument when the cursor is none, or belongs to another request.
Result<int64_t> read_cursor(const Request& request, std::string_view cursor);

}  // namespace spectrakit
