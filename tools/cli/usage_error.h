#ifndef SPECTRAKIT_CLI_USAGE_ERROR_H
#define SPECTRAKIT_CLI_USAGE_ERROR_H

#include <stdexcept>

namespace spectrakit::cli {

/** What the person typed, or left out, can not work. Nothing was sent. */
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace spectrakit::cli

#endif
