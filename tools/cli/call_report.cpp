#include "call_report.h"

#include <support/terminal.h>
#include <unistd.h>

#include <iostream>

namespace spectrakit::cli {

spk_log_level CallReport::log_level() const {
  // A person who waits wants to know what for.
  return support::is_terminal(STDERR_FILENO) ? SPK_LOG_INFO : SPK_LOG_WARNING;
}

void CallReport::on_log(std::string_view event, std::string_view text) {
  // Every failure is reported with its exit status anyway.
  if (event == "call.failed") return;
  std::cout.flush();
  // A progress bar may stand in the line.
  if (support::is_terminal(STDERR_FILENO)) std::cerr << "\r\033[K";
  std::cerr << "spectrakit: " << text << '\n';
}

void CallReport::on_answer(const spk_document* answer) {
  if (explains_) explain(spk_document_explain(answer, nullptr));
  if (keeps_bundles_) keep(spk_document_support_bundle(answer, nullptr));
}

void CallReport::on_failure(const spk_error* error) {
  if (explains_) explain(spk_error_explain(error, nullptr));
  if (keeps_bundles_) keep(spk_error_support_bundle(error, nullptr));
}

void CallReport::explain(const char* text) const {
  if (*text == '\0') return;
  std::cout.flush();
  std::cerr << text << '\n';
}

void CallReport::keep(const char* text) {
  if (*text != '\0') bundles_.emplace_back(text);
}

}  // namespace spectrakit::cli
