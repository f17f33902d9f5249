#ifndef SPECTRAKIT_SUPPORT_TERMINAL_H
#define SPECTRAKIT_SUPPORT_TERMINAL_H

#include <cstddef>
#include <optional>

namespace spectrakit::support {

/** Whether a person watches what is written to `descriptor`. */
bool is_terminal(int descriptor);

/** The terminal's width in characters; nothing when `descriptor` is no terminal or does not say. */
std::optional<std::size_t> terminal_width(int descriptor);

}  // namespace spectrakit::support

#endif
