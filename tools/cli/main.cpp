#include <support/failure.h>
#include <support/terminal.h>
#include <support/text_table.h>
#include <unistd.h>

#include <iostream>
#include <string>

#include "commands.h"

namespace {

using spectrakit::cli::Context;
using spectrakit::support::Failure;

void add_common_options(CLI::App& app, Context& context) {
  app.set_version_flag("--version", std::string("spectrakit ") + spk_version(), "Show the version and end");
  app.add_option("--base-url", context.connection.base_url,
                 "Address of the service; else SPECTORA_BASE_URL, else the service's own");
  CLI::Option* json = app.add_flag_callback(
      "--json", [&context] { context.format = spectrakit::cli::OutputFormat::kJson; },
      "Write one JSON array of the records, exactly as received");
  CLI::Option* ndjson = app.add_flag_callback(
      "--ndjson", [&context] { context.format = spectrakit::cli::OutputFormat::kNdjson; },
      "Write one record a line, as received");
  ndjson->excludes(json);
}

int report(const std::string& message, int exit_status) {
  std::cout.flush();
  std::cerr << "spectrakit: " << message << '\n';
  return exit_status;
}

/** Which field the service did not like. Its own words may repeat clients' data, so only a person gets to see them. */
void report_problems(const spk_error* error) {
  const bool is_watched = spectrakit::support::is_terminal(STDERR_FILENO);
  for (size_t i = 0; error != nullptr && i < spk_error_problem_count(error); ++i) {
    std::string line = spk_error_problem_pointer(error, i, nullptr);
    for (const char* text :
         {spk_error_problem_code(error, i, nullptr), is_watched ? spk_error_problem_title(error, i, nullptr) : "",
          is_watched ? spk_error_problem_detail(error, i, nullptr) : ""}) {
      if (*text != '\0') line += (line.empty() ? "" : ": ") + std::string(text);
    }
    if (!line.empty()) std::cerr << "  " << spectrakit::support::printable(line) << '\n';
  }
}

int report_interrupt(const spectrakit::cli::Interrupted& interrupted) {
  const std::string consequence =
      interrupted.write_is_unclear ? "interrupted; the write may have happened all the same, so look before repeating"
                                   : "interrupted";
  return report(consequence, 128 + interrupted.signal_number);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Spectora from the command line. The API key comes from SPECTORA_API_KEY.", "spectrakit");
  Context context;
  add_common_options(app, context);
  app.footer(
      "Exit status: 0 done; 2 wrong usage; 3 the service refused; 4 network or time-out; 5 a write that may or may not "
      "have happened; 130 interrupted; 1 anything else.");
  app.require_subcommand(1);
  app.fallthrough();
  spectrakit::cli::add_inspections(app, context);
  spectrakit::cli::add_attachments(app, context);
  spectrakit::cli::add_sandbox(app, context);
  try {
    app.parse(argc, argv);
    return context.exit_status;
  } catch (const CLI::Success& help_or_version) {
    return app.exit(help_or_version);
  } catch (const CLI::ParseError& error) {
    return report(std::string(error.what()) + " (spectrakit --help shows what there is)",
                  spectrakit::support::kExitUsage);
  } catch (const spectrakit::cli::UsageError& error) {
    return report(error.what(), spectrakit::support::kExitUsage);
  } catch (const spectrakit::cli::Interrupted& interrupted) {
    return report_interrupt(interrupted);
  } catch (const Failure& failure) {
    const int exit_status = report(failure.what(), failure.exit_status());
    report_problems(failure.error());
    return exit_status;
  } catch (const std::exception& error) {
    return report(error.what(), spectrakit::support::kExitOther);
  }
}
