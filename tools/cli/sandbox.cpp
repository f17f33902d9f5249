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
  command->add_option("--api-key", options->api_key, "The key that it accepts")->capture_default_str();
  command->add_option("--data", options->data_directory, "Folder for its data; left out, a temporary one");
  command->add_option("--seed", options->seed, "Seed of the generated company")->capture_default_str();
  command->callback([options, &context] { context.exit_status = sandbox::run(*options); });
}

}  // namespace spectrakit::cli
