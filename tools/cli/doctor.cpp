#include <support/text_table.h>

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "examination.h"
#include "record_commands.h"

namespace spectrakit::cli {

namespace {

const char* state_name(Finding::State state) {
  switch (state) {
    case Finding::State::kOk:
      return "ok";
    case Finding::State::kWarning:
      return "warning";
    case Finding::State::kFailed:
      return "failed";
  }
  return "";
}

void write_line(const Finding& finding) {
  constexpr std::size_t kStateColumns = 9;
  constexpr std::size_t kCheckColumns = 13;
  std::string line = state_name(finding.state);
  line.resize(kStateColumns, ' ');
  line += finding.check;
  line.resize(std::max(kStateColumns + kCheckColumns, line.size() + 1), ' ');
  std::cout << line << support::printable(finding.detail) << '\n';
  if (!finding.way_out.empty()) {
    std::cout << std::string(kStateColumns + kCheckColumns, ' ') << support::printable(finding.way_out) << '\n';
  }
  std::cout.flush();
}

nlohmann::ordered_json json_of(const Finding& finding) {
  nlohmann::ordered_json json = {
      {"check", finding.check}, {"state", state_name(finding.state)}, {"detail", finding.detail}};
  if (!finding.way_out.empty()) json["way_out"] = finding.way_out;
  return json;
}

}  // namespace

void add_doctor(CLI::App& app, Context& context) {
  CLI::App* const command = app.add_subcommand(
      "doctor", "Check key, permissions, clock, certificates, proxy and ledger; makes up to five small reads");
  command->footer(examples_text({"spectrakit doctor", "spectrakit doctor --profile elm --json"}) +
                  "\n\nThe exit status is that of the first check that failed, and 0 when none did.");
  command->callback([&context] {
    auto all = nlohmann::ordered_json::array();
    Examination examination(context.connection, context.report, [&](const Finding& finding) {
      if (finding.state == Finding::State::kFailed && context.exit_status == 0) {
        context.exit_status = finding.exit_status;
      }
      if (context.format == OutputFormat::kTable) write_line(finding);
      if (context.format == OutputFormat::kNdjson) std::cout << json_of(finding).dump() << '\n' << std::flush;
      if (context.format == OutputFormat::kJson) all.push_back(json_of(finding));
    });
    examination.run();
    if (context.format == OutputFormat::kJson) std::cout << all.dump(2) << '\n';
    finish_output();
  });
}

}  // namespace spectrakit::cli
