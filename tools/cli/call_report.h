#ifndef SPECTRAKIT_CLI_CALL_REPORT_H
#define SPECTRAKIT_CLI_CALL_REPORT_H

#include <string>
#include <vector>

#include "session.h"

namespace spectrakit::cli {

/** What a person wants to know about each call besides its outcome. */
class CallReport : public CallObserver {
 public:
  spk_log_level log_level() const override;
  void on_log(std::string_view event, std::string_view text) override;
  void on_answer(const spk_document* answer) override;
  void on_failure(const spk_error* error) override;

  /** Each call is explained on stderr when it ends. */
  void explain_calls() { explains_ = true; }
  /** The support bundle of each call is kept. */
  void keep_bundles() { keeps_bundles_ = true; }
  const std::vector<std::string>& bundles() const { return bundles_; }

 private:
  void explain(const char* text) const;
  void keep(const char* text);

  bool explains_ = false;
  bool keeps_bundles_ = false;
  std::vector<std::string> bundles_;
};

}  // namespace spectrakit::cli

#endif
