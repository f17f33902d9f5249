#ifndef SPECTRAKIT_CLI_KEY_INPUT_H
#define SPECTRAKIT_CLI_KEY_INPUT_H

#include <string>

namespace spectrakit::cli {

/** Reads an API key: from a person, who is asked and does not see it, or else the first line of `descriptor`. */
std::string read_key(int descriptor);

}  // namespace spectrakit::cli

#endif
