#ifndef SPECTRAKIT_CLI_COMMANDS_H
#define SPECTRAKIT_CLI_COMMANDS_H

#include <CLI/CLI.hpp>

#include "output.h"
#include "session.h"

namespace spectrakit::cli {

/** What the options that hold for every command say, and what a command leaves behind. */
struct Context {
  ConnectionOptions connection;
  OutputFormat format = OutputFormat::kTable;
  int exit_status = 0;
};

/** Each adds one group of commands. `context` outlives `app`; its options are read when the command runs. */
void add_attachments(CLI::App& app, Context& context);
void add_inspections(CLI::App& app, Context& context);
void add_sandbox(CLI::App& app, Context& context);

}  // namespace spectrakit::cli

#endif
