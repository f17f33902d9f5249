#pragma once

#include <string_view>

namespace spectrakit::fuzz {

/// Ends the fuzzer with the broken property, and what was seen, when `holds` is false; libFuzzer then keeps the input.
void require(bool holds, std::string_view property, std::string_view seen = {});

/// Text that can stand in the head of an HTTP request: no control character, no space, nothing beyond ASCII.
bool is_printable_ascii(std::string_view text);

}  // namespace spectrakit::fuzz
