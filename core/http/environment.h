#pragma once

#include <cstdlib>
#include <functional>
#include <string>

namespace spectrakit::http {

/// The value of an environment variable; empty when it is not set. Asked on the thread of the caller who makes a
/// client, never on the I/O thread: the host may change its environment meanwhile.
using Environment = std::function<std::string(const char* name)>;

/// The process's own. A program that runs with raised privileges has none.
inline std::string process_environment(const char* name) {
  const char* const value = secure_getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace spectrakit::http
