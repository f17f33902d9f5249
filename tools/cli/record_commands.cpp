#include "record_commands.h"

#include <support/progress_line.h>

#include <algorithm>
#include <iostream>
#include <memory>

#include "list_walk.h"
#include "usage_error.h"

namespace spectrakit::cli {

namespace {

CLI::App* add_command(CLI::App& group, const RecordCommand& command, OperationOptions& options) {
  const auto all = spectora_operation_flags();
  const auto known = std::ranges::find(all, command.operation, &OperationFlags::operation);
  CLI::App* const added = group.add_subcommand(command.name, std::string(known->summary));
  options.add_to(*added, command.operation, command.aliases);
  added->footer(examples_text(command.examples));
  return added;
}

/** With an include an answer is several records, and so an array. */
OutputFormat format_of(const Context& context, const OperationOptions& options) {
  const bool is_object = context.format == OutputFormat::kJson && !options.asks_for_include();
  return is_object ? OutputFormat::kJsonObject : context.format;
}

void run_single(Context& context, const RecordCommand& command, const OperationOptions& options) {
  const bool needs_attributes = command.name == "create" || command.name == "update";
  if (needs_attributes && !options.has_attributes()) {
    throw UsageError("there is nothing to " + command.name + ": name at least one attribute");
  }
  const auto request = options.make_request();
  Session session = context.open_session();
  support::DocumentHandle answer;
  {
    support::ProgressLine progress(options.file_label());
    ProgressCallback show;
    if (!options.file_label().empty()) {
      show = [&progress](std::uint64_t sent_bytes, std::uint64_t total_bytes) {
        progress.show_bytes(sent_bytes, total_bytes);
      };
    }
    answer = session.send(request.get(), show);
  }
  const auto writer = make_single_writer(format_of(context, options));
  write_all(*writer, answer.get());
  writer->finish();
}

}  // namespace

void add_list_command(CLI::App& group, Context& context, const RecordCommand& command,
                      const std::vector<Column>& columns) {
  struct Options {
    OperationOptions operation;
    ExtentOptions extent;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* const added = add_command(group, command, options->operation);
  options->extent.add_to(*added);
  added->callback([options, columns, things = group.get_name(), &context] {
    const auto request = options->operation.make_request();
    Session session = context.open_session();
    const auto writer = make_list_writer(context.format, columns);
    ListWalk walk(session, *writer);
    walk.run(request.get(), options->extent.extent(context.format, options->operation.names_page()));
    if (context.format != OutputFormat::kTable) return;
    if (walk.found_nothing()) {
      std::cout << "No " << things << " found.\n";
      finish_output();
    }
    if (!walk.missing_note().empty()) std::cerr << "spectrakit: " << walk.missing_note() << '\n';
  });
}

void add_single_command(CLI::App& group, Context& context, const RecordCommand& command) {
  const auto options = std::make_shared<OperationOptions>();
  CLI::App* const added = add_command(group, command, *options);
  added->callback([options, command, &context] { run_single(context, command, *options); });
}

std::string examples_text(const std::vector<std::string>& lines) {
  std::string text = "Examples:";
  for (const std::string& line : lines) text += "\n  " + line;
  return text;
}

}  // namespace spectrakit::cli
