#ifndef SPECTRAKIT_TOOLS_SANDBOX_SANDBOX_H
#define SPECTRAKIT_TOOLS_SANDBOX_SANDBOX_H

#include <string>

#include "sandbox/seed.h"

namespace spectrakit::sandbox {

/// A local stand-in for Spectora's API over made-up companies. See resource_types.h for what it serves, faults.h for
/// how it misbehaves on request, and openapi.yaml for how it is steered. The inspections 10000001 to 10002000 of the
/// demo company are always there; those whose id ends in 07, 27, 47, 67 or 87 are cancelled, 10000001 to 10000006 never
/// are.
struct Options {
  std::string host = "127.0.0.1";
  /// 0 takes a free one; the ready line names it.
  int port = 0;
  SeedOptions seed;
  /// A JSON file with records instead of a seed (see data_file.h); empty: none.
  std::string data_file;
  /// Where the database and the uploaded files stay over restarts; empty: a temporary folder, removed at exit.
  std::string database_directory;
};

/// Serves until SIGTERM, SIGINT or the end of standard input (when that is a pipe, a socket or a terminal), and returns
/// the process's exit code. Writes one JSON line to standard output when ready: event, url, api_key
/// (the first company's), companies (id, name, api_key), clock (the file that spk_experimental_clock_open takes), pid.
int run(const Options& options);

}  // namespace spectrakit::sandbox

#endif
