#ifndef SPECTRAKIT_CLI_COMMANDS_H
#define SPECTRAKIT_CLI_COMMANDS_H

#include <CLI/CLI.hpp>

#include "context.h"

namespace spectrakit::cli {

/** Each adds one group of commands. `context` outlives `app`; its options are read when the command runs. */
void add_agents(CLI::App& app, Context& context);
void add_attachments(CLI::App& app, Context& context);
void add_clients(CLI::App& app, Context& context);
void add_doctor(CLI::App& app, Context& context);
void add_inspections(CLI::App& app, Context& context);
void add_profiles(CLI::App& app, Context& context);
void add_request(CLI::App& app, Context& context);
void add_sandbox(CLI::App& app, Context& context);
void add_stats(CLI::App& app, Context& context);
void add_support_bundle(CLI::App& app, Context& context);
void add_usage(CLI::App& app, Context& context);

}  // namespace spectrakit::cli

#endif
