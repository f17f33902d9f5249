#pragma once

#include <fuzzer/FuzzedDataProvider.h>

#include <string>

#include "client/request.h"

namespace spectrakit::fuzz {

inline constexpr size_t kLongestText = 200;

/// A text of any bytes. In the corpus it ends at a backslash that is followed by anything but a second one.
std::string take_text(FuzzedDataProvider& input);

/// Any of the documented operations.
const Operation& take_operation(FuzzedDataProvider& input);

/// One of the operation's parameters, or null when it has none.
const Parameter* take_parameter(FuzzedDataProvider& input, const Operation& operation);

/// A request for `operation` with its path filled in, and with up to eight parameters that may well be refused.
Request take_request(FuzzedDataProvider& input, const Operation& operation);

}  // namespace spectrakit::fuzz
