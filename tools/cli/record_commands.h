#ifndef SPECTRAKIT_CLI_RECORD_COMMANDS_H
#define SPECTRAKIT_CLI_RECORD_COMMANDS_H

#include <span>
#include <string>
#include <vector>

#include "commands.h"
#include "operation_options.h"

namespace spectrakit::cli {

/** A command that is one operation. */
struct RecordCommand {
  /** "list", "get", "create", "update" or "upload". */
  std::string name;
  spk_operation operation;
  /** What a person could type, one command a line. */
  std::vector<std::string> examples;
  std::span<const Alias> aliases = {};
};

/** A list: a table with `columns` for people, all records for programs. */
void add_list_command(CLI::App& group, Context& context, const RecordCommand& command,
                      const std::vector<Column>& columns);
/** One record: read, made, changed or uploaded. */
void add_single_command(CLI::App& group, Context& context, const RecordCommand& command);

/** "Examples:" and the lines, for the end of a help text. */
std::string examples_text(const std::vector<std::string>& lines);

}  // namespace spectrakit::cli

#endif
