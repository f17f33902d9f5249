#ifndef SPECTRAKIT_CLI_COMMAND_LINE_H
#define SPECTRAKIT_CLI_COMMAND_LINE_H

#include <string>
#include <vector>

#include "context.h"

namespace spectrakit::cli {

/** Runs the command that `arguments` (without the program's name) say, reports what goes wrong, and returns the exit
 * status. */
int run_command_line(std::vector<std::string> arguments, Context& context);

}  // namespace spectrakit::cli

#endif
