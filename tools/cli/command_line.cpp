#include "command_line.h"

#include <algorithm>

#include "commands.h"
#include "failure_report.h"
#include "help_formatter.h"
#include "usage_error.h"
#include "whole_number.h"

namespace spectrakit::cli {

namespace {

constexpr const char* kDescription =
    "Spectora from the command line.\n"
    "The API key comes from --profile, else from SPECTORA_API_KEY, else from the default profile.";

constexpr const char* kFooter =
    "Examples:\n"
    "  spectrakit inspections list --limit 5\n"
    "  spectrakit agents list --tag vip --json\n"
    "  spectrakit attachments upload water.pdf --inspection 10000001 --report\n"
    "\n"
    "Exit status: 0 done; 2 wrong usage; 3 the service refused; 4 network or time-out; 5 a write that may or may not\n"
    "have happened; 130 interrupted; 1 anything else.";

void add_common_options(CLI::App& app, Context& context) {
  app.set_version_flag("--version", std::string("spectrakit ") + spk_version(), "Show the version and end");
  app.add_option("--profile", context.connection.profile, "The company to speak for; see spectrakit profiles")
      ->type_name("NAME");
  app.add_option("--base-url", context.connection.base_url,
                 "Address of the service; else SPECTORA_BASE_URL, else the profile's, else the service's own")
      ->type_name("URL");
  app.add_option("--requests-per-minute", context.connection.requests_per_minute,
                 "Send no more than this; else the profile's number")
      ->check(whole_number(false))
      ->type_name("N");
  app.add_flag_callback(
      "--explain", [&context] { context.report.explain_calls(); },
      "Say on standard error what was tried, when and why, and how to repeat it with curl");
  CLI::Option* const json = app.add_flag_callback(
      "--json", [&context] { context.format = OutputFormat::kJson; },
      "Write a JSON array of the records, or the one record as an object, exactly as received");
  app.add_flag_callback(
         "--ndjson", [&context] { context.format = OutputFormat::kNdjson; },
         "Write one record a line, page by page, as received")
      ->excludes(json);
}

void add_commands(CLI::App& app, Context& context) {
  add_inspections(app, context);
  add_attachments(app, context);
  add_agents(app, context);
  add_clients(app, context);
  add_stats(app, context);
  add_request(app, context);
  add_usage(app, context);
  add_doctor(app, context);
  add_support_bundle(app, context);
  add_profiles(app, context);
  add_sandbox(app, context);
}

}  // namespace

int run_command_line(std::vector<std::string> arguments, Context& context) {
  CLI::App app(kDescription, "spectrakit");
  add_common_options(app, context);
  app.formatter(std::make_shared<HelpFormatter>());
  app.footer(kFooter);
  app.require_subcommand(1);
  app.fallthrough();
  add_commands(app, context);
  // The parser takes its words from the end.
  std::reverse(arguments.begin(), arguments.end());
  try {
    app.parse(arguments);
    return context.exit_status;
  } catch (const CLI::Success& help_or_version) {
    return app.exit(help_or_version);
  } catch (const CLI::ParseError& error) {
    return report_usage(std::string(error.what()) + " (spectrakit --help shows what there is)");
  } catch (const UsageError& error) {
    return report_usage(error.what());
  } catch (const Interrupted& interrupted) {
    return report_interrupt(interrupted);
  } catch (const support::Failure& failure) {
    return report_failure(failure);
  } catch (const std::exception& error) {
    return report_other(error.what());
  }
}

}  // namespace spectrakit::cli
