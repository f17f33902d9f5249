#include "sandbox/sandbox.h"

#include <memory>

#include "commands.h"
#include "record_commands.h"
#include "sandbox/api_keys.h"

namespace spectrakit::cli {
namespace {

constexpr char kMore[] =
    "\nIt holds made-up companies, takes uploads, counts calls, misbehaves on request, and shows itself in a browser "
    "at "
    "its\naddress. It writes one line of JSON when it is ready. docs/sandbox.md shows what it can do, "
    "docs/sandbox-faults.md\nhow it misbehaves.\n";

constexpr char kServing[] = "Serving";
constexpr char kRecords[] = "What it begins with";

void add_serving_options(CLI::App& command, sandbox::Options& options) {
  command.add_option("--host", options.host, "Address to listen on; others than this machine's own let others in")
      ->group(kServing)
      ->capture_default_str();
  command.add_option("--port", options.port, "Port to listen on; 0 takes a free one")
      ->group(kServing)
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  command
      .add_option("--db", options.database_directory,
                  "Folder that keeps records and files over restarts, also after a kill; what is in it already stays")
      ->group(kServing);
}

void add_record_options(CLI::App& command, sandbox::Options& options) {
  CLI::Option* const seed =
      command
          .add_option("--seed", options.seed.name, "demo: two companies with three years of work; empty: no records")
          ->check(CLI::IsMember({"demo", "empty"}))
          ->capture_default_str();
  CLI::Option* const companies =
      command.add_option("--companies", options.seed.company_count, "So many companies instead")
          ->check(CLI::Range(1, 10'000));
  CLI::Option* const inspections =
      command.add_option("--inspections", options.seed.inspection_count, "So many inspections in each company instead")
          ->check(CLI::Range(1, 1'000'000));
  CLI::Option* const random_seed =
      command.add_option("--random-seed", options.seed.random_seed, "Another number makes up other records")
          ->capture_default_str();
  CLI::Option* const data = command.add_option("--data", options.data_file, "The records of this JSON file instead")
                                ->check(CLI::ExistingFile);
  CLI::Option* const api_key =
      command
          .add_option("--api-key", options.seed.api_key, "First company's key; the next one's has -2 behind it, etc.")
          ->check(CLI::Validator(
              [](const std::string& key) {
                return std::string(sandbox::is_key_value(key) ? "" : "takes 8 to 400 visible ASCII characters");
              },
              ""))
          ->capture_default_str();
  seed->excludes(companies, inspections);
  data->excludes(seed, companies, inspections, random_seed);
  for (CLI::Option* option : {seed, companies, inspections, random_seed, data, api_key}) option->group(kRecords);
}

}  // namespace

void add_sandbox(CLI::App& app, Context& context) {
  const auto options = std::make_shared<sandbox::Options>();
  CLI::App* command = app.add_subcommand(
      "sandbox", "Run a local stand-in for Spectora's API until standard input ends or a signal comes");
  add_serving_options(*command, *options);
  add_record_options(*command, *options);
  command->footer(examples_text({"spectrakit sandbox --port 8080", "spectrakit sandbox --db my-data",
                                 "spectrakit sandbox --companies 5 --inspections 400",
                                 "SPECTORA_BASE_URL=http://127.0.0.1:8080 SPECTORA_API_KEY=sandbox-key spectrakit "
                                 "inspections list --limit 5"}) +
                  kMore);
  command->callback([options, &context] { context.exit_status = sandbox::run(*options); });
}

}  // namespace spectrakit::cli
