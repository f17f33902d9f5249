#ifndef SPECTRAKIT_TOOLS_SANDBOX_SANDBOX_H
#define SPECTRAKIT_TOOLS_SANDBOX_SANDBOX_H

#include <cstdint>
#include <string>

namespace spectrakit::sandbox {

/// A local stand-in for Spectora's API over a made-up company. See resource_types.h for what it serves, faults.h for
/// how it misbehaves on request, and admin.h for how it is steered. The inspections 10000001 to 10002000 of the seeded
/// company are always there; those whose id ends in 07, 27, 47, 67 or 87 are cancelled, 10000001 to 10000006 never are.
struct Options {
  std::string host = "127.0.0.1";
  /// 0 takes a free one; the ready line names it.
  int port = 0;
  std::string api_key = "sandbox-key";
  /// Where the database and the uploaded files stay over restarts; empty: a temporary folder, removed at exit.
  std::string data_directory;
  /// The same seed makes the same company, byte for byte.
  uint64_t seed = 1;
};

/// Serves until SIGTERM, SIGINT or the end of standard input (when that is a pipe, a socket or a terminal), and returns
/// the process's exit code. Writes one JSON line to standard output when ready: event, url, api_key, pid.
int run(const Options& options);

}  // namespace spectrakit::sandbox

#endif
