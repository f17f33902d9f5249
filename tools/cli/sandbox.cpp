#include "sandbox/sandbox.h"

#include <memory>

#include "commands.h"

namespace spectrakit::cli {

void add_sandbox(CLI::App& app, Context& context) {
  const auto options = std::make_shared<sandbox::Options>();
  CLI::App* command =
      app.add_subcommand("sandbox", "Run a local stand-in for the service until standard input ends or a signal comes");
  command->add_option("--host", options->host, "Address to listen on")->capture_default_str();
  command->add_option("--port", options->port, "Port to listen on; 0 takes a free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  command
      ->add_option("--api-key", options->seed.api_key, "Key of the first company; further ones have -2, -3 behind it")
      ->capture_default_str();
  CLI::Option* const seed =
      command->add_option("--seed", options->seed.name, "What it begins with: demo, or empty for no records")
          ->check(CLI::IsMember({"demo", "empty"}))
          ->capture_default_str();
  CLI::Option* const companies =
      command->add_option("--companies", options->seed.company_count, "Begin with so many companies instead")
          ->check(CLI::Range(1, 10'000));
  CLI::Option* const inspections =
      command->add_option("--inspections", options->seed.inspection_count, "Begin with so many inspections a company")
          ->check(CLI::Range(1, 1'000'000));
  CLI::Option* const data =
      command->add_option("--data", options->data_file, "Begin with the records of this JSON file")
          ->check(CLI::ExistingFile);
  CLI::Option* const random_seed =
      command->add_option("--random-seed", options->seed.random_seed, "Another number makes up other records")
          ->capture_default_str();
  seed->excludes(companies, inspections);
  data->excludes(seed, companies, inspections, random_seed);
  command->add_option("--db", options->database_directory,
                      "Folder that keeps its records and files over restarts, also after a kill");
  command->callback([options, &context] { context.exit_status = sandbox::run(*options); });
}

}  // namespace spectrakit::cli
