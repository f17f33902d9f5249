#include "failure_report.h"

#include <support/terminal.h>
#include <support/text_table.h>
#include <unistd.h>

#include <iostream>

namespace spectrakit::cli {

namespace {

int report(const std::string& message, int exit_status) {
  std::cout.flush();
  std::cerr << "spectrakit: " << message << '\n';
  return exit_status;
}

/** Which field the service did not like. Its own words may repeat clients' data, so only a person gets to see them. */
void report_problems(const spk_error* error) {
  const bool is_watched = support::is_terminal(STDERR_FILENO);
  for (size_t i = 0; error != nullptr && i < spk_error_problem_count(error); ++i) {
    std::string line = spk_error_problem_pointer(error, i, nullptr);
    for (const char* text :
         {spk_error_problem_code(error, i, nullptr), is_watched ? spk_error_problem_title(error, i, nullptr) : "",
          is_watched ? spk_error_problem_detail(error, i, nullptr) : ""}) {
      if (*text != '\0') line += (line.empty() ? "" : ": ") + std::string(text);
    }
    if (!line.empty()) std::cerr << "  " << support::printable(line) << '\n';
  }
}

}  // namespace

int report_usage(const std::string& message) {
  return report(message, support::kExitUsage);
}

int report_interrupt(const Interrupted& interrupted) {
  const std::string consequence =
      interrupted.write_is_unclear ? "interrupted; the write may have happened all the same, so look before repeating"
                                   : "interrupted";
  return report(consequence, 128 + interrupted.signal_number);
}

int report_failure(const support::Failure& failure) {
  const int exit_status = report(failure.what(), failure.exit_status());
  report_problems(failure.error());
  return exit_status;
}

int report_other(const std::string& message) {
  return report(message, support::kExitOther);
}

}  // namespace spectrakit::cli
