#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <iostream>
#include <memory>

#include "command_line.h"
#include "commands.h"
#include "private_file.h"
#include "record_commands.h"
#include "usage_error.h"

namespace spectrakit::cli {

namespace {

constexpr const char* kRule = "----------------------------------------------------------------------------\n";

struct BundleOptions {
  std::string file;
  std::vector<std::string> command;
};

std::string default_file_name() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char name[64];
  std::strftime(name, sizeof name, "spectrakit-support-%Y%m%dT%H%M%SZ.txt", &utc);
  return name;
}

std::string bundle_text(const std::vector<std::string>& calls) {
  std::string text;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    text += (i == 0 ? "" : kRule) + std::string("Call ") + std::to_string(i + 1) + " of " +
            std::to_string(calls.size()) + "\n\n" + calls[i] + '\n';
  }
  return text;
}

/** Before anything is sent: the command may write, and must not do so in vain. */
void require_writable_folder(const std::string& file) {
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  const std::string path = folder.empty() ? "." : folder.string();
  if (access(path.c_str(), W_OK | X_OK) == 0) return;
  throw UsageError("the folder " + path + " can not be written, so there would be no support bundle; nothing was sent");
}

/** The command's own exit status stands, as with `env` and `time`. */
int run_and_write(const BundleOptions& options) {
  const std::string file = options.file.empty() ? default_file_name() : options.file;
  require_writable_folder(file);
  Context inner;
  inner.report.keep_bundles();
  const int exit_status = run_command_line(options.command, inner);
  const auto& calls = inner.report.bundles();
  if (calls.empty()) {
    std::cerr << "spectrakit: the command sent nothing, so there is no support bundle\n";
    return exit_status;
  }
  replace_private_file(file, bundle_text(calls));
  std::cerr << "spectrakit: wrote " << file << " (calls: " << calls.size()
            << "). It holds no API key. It may hold your clients' data: read it before you send it to support.\n";
  return exit_status;
}

}  // namespace

void add_support_bundle(CLI::App& app, Context& context) {
  const auto options = std::make_shared<BundleOptions>();
  CLI::App* const command = app.add_subcommand(
      "support-bundle", "Run a command and write what Spectora's support asks for, never with a key");
  command->add_option("-o,--output", options->file, "The file to write, for you alone to read")->type_name("FILE");
  command->add_option("command", options->command, "The command, behind --")->required();
  command->footer(examples_text({"spectrakit support-bundle -o bundle.txt -- inspections get 10000001"}) +
                  "\n\nThe exit status is the command's own.");
  command->callback([options, &context] { context.exit_status = run_and_write(*options); });
}

}  // namespace spectrakit::cli
