#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>

#include "outcome.h"
#include "report_folder.h"
#include "support/handles.h"
#include "uploader.h"

namespace {

using spectrakit::support::call;
using spectrakit::support::make;

struct Options {
  std::string folder;
  std::string base_url;
  std::string json_report;
  bool is_dry_run = false;
};

int report(const std::string& message, int exit_status) {
  std::cout.flush();
  std::cerr << "lab-uploader: " << message << '\n';
  return exit_status;
}

spectrakit::support::ClientHandle make_client(const std::string& key, const std::string& base_url) {
  const auto options = make<spectrakit::support::ClientOptionsHandle>(spk_client_options_create, SPK_SERVICE_SPECTORA);
  call(spk_client_options_set_api_key, options.get(), key.data(), key.size());
  if (!base_url.empty()) call(spk_client_options_set_base_url, options.get(), base_url.data(), base_url.size());
  return make<spectrakit::support::ClientHandle>(spk_client_create, nullptr, options.get());
}

int run(const Options& options) {
  const char* key = std::getenv("SPECTORA_API_KEY");
  if (key == nullptr || *key == '\0') {
    return report("SPECTORA_API_KEY is not set; it holds the API key of the inspection company",
                  spectrakit::support::kExitUsage);
  }
  const auto client = make_client(key, options.base_url);
  lab_uploader::ReportFolder folder(options.folder);
  const lab_uploader::RunResult result = lab_uploader::Uploader(client.get(), folder, options.is_dry_run).run();

  print_outcomes(std::cout, result.outcomes);
  if (!options.json_report.empty()) write_json_report(options.json_report, result.outcomes);
  if (result.stop) return report("stopped: " + result.stop->message, result.stop->exit_status);
  const bool all_well = std::none_of(result.outcomes.begin(), result.outcomes.end(), lab_uploader::needs_person);
  return all_well ? spectrakit::support::kExitOk : spectrakit::support::kExitNeedsPerson;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Attaches the reports in a folder to their inspections. The API key comes from SPECTORA_API_KEY.",
               "lab-uploader");
  Options options;
  app.set_version_flag("--version", std::string("lab-uploader ") + spk_version(), "Show the version and end");
  app.add_option("folder", options.folder, "The folder with the reports")->required()->check(CLI::ExistingDirectory);
  app.add_option("--base-url", options.base_url, "Address of the service; left out, the service's own")
      ->envname("SPECTORA_BASE_URL");
  app.add_option("--json-report", options.json_report, "Also write the outcomes to this file, for programs");
  app.add_flag("--dry-run", options.is_dry_run, "Check every report, send and change nothing");
  app.footer(
      "Exit status: 0 all attached; 6 some need a person, see the reason beside each; 2 wrong usage; 3 the service "
      "refused;\n4 network or time-out; 1 anything else. 3 and 4 stop the run, and the files stay where they are.");
  try {
    app.parse(argc, argv);
    return run(options);
  } catch (const CLI::Success& help_or_version) {
    return app.exit(help_or_version);
  } catch (const CLI::ParseError& error) {
    return report(std::string(error.what()) + " (lab-uploader --help shows what there is)",
                  spectrakit::support::kExitUsage);
  } catch (const spectrakit::support::Failure& failure) {
    return report(failure.what(), failure.exit_status());
  } catch (const std::exception& error) {
    return report(error.what(), spectrakit::support::kExitOther);
  }
}
