#ifndef SPECTRAKIT_CLI_CONTEXT_H
#define SPECTRAKIT_CLI_CONTEXT_H

#include "call_report.h"
#include "connection.h"
#include "output.h"
#include "session.h"

namespace spectrakit::cli {

/** What the options that hold for every command say, and what a command leaves behind. */
struct Context {
  ConnectionOptions connection;
  OutputFormat format = OutputFormat::kTable;
  CallReport report;
  int exit_status = 0;

  Session open_session() { return Session(resolve_connection(connection), report); }
};

}  // namespace spectrakit::cli

#endif
