#pragma once

#include <span>
#include <string_view>

namespace spectrakit {

/// The candidate that takes the fewest edits to become `text`; empty when there is none.
std::string_view nearest(std::string_view text, std::span<const std::string_view> candidates);

}  // namespace spectrakit
