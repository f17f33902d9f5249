#ifndef LAB_UPLOADER_UPLOADER_H
#define LAB_UPLOADER_UPLOADER_H

#include <optional>
#include <string>
#include <vector>

#include "outcome.h"
#include "report_folder.h"
#include "sidecar.h"
#include "support/handles.h"

namespace lab_uploader {

/** Why a run ended before the last report: something that concerns all of them. */
struct RunStop {
  std::string message;
  int exit_status;
};

struct RunResult {
  std::vector<Outcome> outcomes;
  std::optional<RunStop> stop;
};

/** Attaches the reports of a folder to their inspections. */
class Uploader {
 public:
  /** `client` and `folder` outlive the uploader. A dry run checks every report and changes nothing. */
  Uploader(spk_client* client, ReportFolder& folder, bool is_dry_run);

  /** Takes up every waiting report once. */
  RunResult run();

 private:
  void take_up(const Report& report, Outcome& outcome);
  std::optional<Problem> check_inspection(const std::string& inspection_id);
  void upload(const Report& report, const Sidecar& instructions, Outcome& outcome);
  void handle_upload_failure(const Report& report, const spectrakit::support::Failure& failure, Outcome& outcome);
  void mark_sent(const Report& report, const std::string& attachment_id, Outcome& outcome);
  void mark_review(const Report& report, const std::string& why, const std::string& details, Outcome& outcome);
  void mark_unclear(const Report& report, const std::string& why, Outcome& outcome);

  spk_client* client_;
  ReportFolder& folder_;
  bool is_dry_run_;
};

}  // namespace lab_uploader

#endif
