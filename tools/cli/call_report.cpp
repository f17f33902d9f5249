#include "call_report.h"

#include <iostream>

namespace spectrakit::cli {

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
