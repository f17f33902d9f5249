#pragma once

#include <cstdint>

namespace spectrakit {

/// Tells a process from the children forked off it: a handle keeps the number that it was made under, and is of no
/// use once the number has changed, since no thread but the forking one lives on in a child.
uint32_t fork_generation();

}  // namespace spectrakit
