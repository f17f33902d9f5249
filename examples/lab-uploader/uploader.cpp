#include "uploader.h"

#include <atomic>
#include <cstdint>
#include <system_error>
#include <variant>

#include "support/progress_line.h"
#include "support/values.h"

namespace lab_uploader {

namespace fs = std::filesystem;
using spectrakit::support::call;
using spectrakit::support::CallHandle;
using spectrakit::support::CallOptionsHandle;
using spectrakit::support::DocumentHandle;
using spectrakit::support::Failure;
using spectrakit::support::make;
using spectrakit::support::RequestHandle;

namespace {

constexpr std::int64_t kProgressIntervalMs = 100;
constexpr int32_t kHttpCreated = 201;

/** Another report will not fare better, so the run stops instead of writing the same reason beside each of them. */
bool concerns_all_reports(spk_status status) {
  switch (status) {
    case SPK_AUTHENTICATION_FAILED:
    case SPK_PERMISSION_DENIED:
    case SPK_RATE_LIMITED:
    case SPK_CONNECTION_FAILED:
    case SPK_TLS_FAILED:
    case SPK_DEADLINE_EXCEEDED:
    case SPK_CANCELLED:
    case SPK_CLOSED:
    case SPK_FORKED:
    case SPK_OUT_OF_MEMORY:
    case SPK_INTERNAL:
      return true;
    default:
      return false;
  }
}

/** Whether it is certain that a failed upload left no attachment behind. Everything that is not listed is not. */
bool certainly_not_attached(const Failure& failure) {
  if (failure.error() != nullptr && spk_error_is_ambiguous(failure.error()) != 0) return false;
  switch (failure.status()) {
    case SPK_INVALID_ARGUMENT:
    case SPK_FILE_FAILED:
    case SPK_CONNECTION_FAILED:
    case SPK_TLS_FAILED:
    case SPK_AUTHENTICATION_FAILED:
    case SPK_PERMISSION_DENIED:
    case SPK_NOT_FOUND:
    case SPK_VALIDATION_FAILED:
    case SPK_RATE_LIMITED:
      return true;
    case SPK_API_ERROR: {
      const int32_t http_status = failure.error() == nullptr ? 0 : spk_error_http_status(failure.error());
      return http_status >= 400 && http_status < 500;
    }
    default:
      return false;
  }
}

/** What the service found wrong, in its own words: for the reason file beside the report and nowhere else. */
std::string service_details(const Failure& failure) {
  std::string details;
  const spk_error* error = failure.error();
  for (size_t i = 0; error != nullptr && i < spk_error_problem_count(error); ++i) {
    details += "The service says:";
    for (const char* text : {spk_error_problem_pointer(error, i, nullptr), spk_error_problem_title(error, i, nullptr),
                             spk_error_problem_detail(error, i, nullptr)}) {
      if (*text != '\0') details += std::string(" ") + text;
    }
    details += "\n";
  }
  return details;
}

/** Everything that the laboratory said about the report, from its sidecar and its name together. */
std::variant<Sidecar, Problem> read_instructions(const Report& report) {
  Sidecar instructions;
  if (fs::exists(report.sidecar_path())) {
    auto sidecar = read_sidecar(report.sidecar_path());
    if (std::holds_alternative<Problem>(sidecar)) return sidecar;
    instructions = std::get<Sidecar>(std::move(sidecar));
  }
  const auto named = inspection_id_in_name(report.file_name());
  if (const auto* problem = std::get_if<Problem>(&named)) return *problem;
  const auto& id_in_name = std::get<std::optional<std::string>>(named);
  if (id_in_name && instructions.inspection_id && *id_in_name != *instructions.inspection_id) {
    return Problem{"its name says inspection " + *id_in_name + " and its sidecar says " + *instructions.inspection_id};
  }
  if (id_in_name) instructions.inspection_id = id_in_name;
  if (!instructions.inspection_id) {
    return Problem{"it names no inspection, neither by a sidecar nor by insp-<id> in its name"};
  }
  return instructions;
}

void set_text(spk_request* request, std::string_view name, const std::optional<std::string>& value) {
  if (value) {
    call(spk_request_set_attribute, request, name.data(), name.size(), value->data(), value->size());
  }
}

RequestHandle make_upload_request(const Report& report, const Sidecar& instructions) {
  auto request = make<RequestHandle>(spk_request_create, SPK_SPECTORA_ATTACHMENTS_UPLOAD);
  set_text(request.get(), "inspection_id", instructions.inspection_id);
  set_text(request.get(), "name", instructions.name);
  set_text(request.get(), "description", instructions.description);
  set_text(request.get(), "attachment_type", instructions.attachment_type);
  // What a laboratory puts into the folder is a report unless it says otherwise.
  call(spk_request_set_attribute_bool, request.get(), "report", SPK_NUL, instructions.report.value_or(true) ? 1 : 0);
  if (instructions.internal_only) {
    call(spk_request_set_attribute_bool, request.get(), "internal_only", SPK_NUL, *instructions.internal_only ? 1 : 0);
  }
  call(spk_request_set_file, request.get(), "file", SPK_NUL, report.path.c_str(), SPK_NUL, nullptr, size_t{0});
  return request;
}

struct UploadProgress {
  std::atomic<std::uint64_t> sent_bytes = 0;
  std::atomic<std::uint64_t> total_bytes = 0;
};

/** Runs on the I/O thread, so it only notes the figures; the main thread shows them. */
void note_progress(void* user_data, std::uint64_t sent_bytes, std::uint64_t total_bytes) {
  auto* progress = static_cast<UploadProgress*>(user_data);
  progress->total_bytes = total_bytes;
  progress->sent_bytes = sent_bytes;
}

DocumentHandle send_with_progress(spk_client* client, const spk_request* request, const std::string& file_name) {
  UploadProgress progress;
  const auto options = make<CallOptionsHandle>(spk_call_options_create);
  call(spk_call_options_set_progress_callback, options.get(), note_progress, &progress);
  const auto running = make<CallHandle>(spk_client_start, client, request, options.get());
  spectrakit::support::ProgressLine line(file_name);
  while (spk_call_wait(running.get(), kProgressIntervalMs, nullptr) == SPK_WAIT_TIMED_OUT) {
    line.show_bytes(progress.sent_bytes, progress.total_bytes);
  }
  return make<DocumentHandle>(spk_call_take_result, running.get());
}

std::string how_to_find_out(const Report& report) {
  return "What to do: look at the inspection's attachments for " + report.file_name() +
         ". If it is there, move the report out of this folder and delete this file. If it is not there a few minutes "
         "later, delete this file and run lab-uploader again. Until then nothing is sent.\n";
}

}  // namespace

Uploader::Uploader(spk_client* client, ReportFolder& folder, bool is_dry_run)
    : client_(client), folder_(folder), is_dry_run_(is_dry_run) {}

RunResult Uploader::run() {
  RunResult result;
  const std::vector<Report> reports = folder_.waiting_reports();
  for (const Report& report : reports) {
    Outcome outcome{report.file_name(), "", "", OutcomeState::kNotTried, ""};
    try {
      if (!result.stop) take_up(report, outcome);
    } catch (const Failure& failure) {
      result.stop = RunStop{failure.what(), failure.exit_status()};
    } catch (const std::system_error& error) {
      result.stop = RunStop{error.what(), spectrakit::support::kExitOther};
    }
    result.outcomes.push_back(std::move(outcome));
  }
  return result;
}

void Uploader::take_up(const Report& report, Outcome& outcome) {
  if (folder_.is_unclear(report)) {
    outcome.state = OutcomeState::kUnclear;
    outcome.reason = "an earlier run may have attached it; see " + report.reason_path().filename().string();
    return;
  }
  std::error_code error;
  const std::uintmax_t size_bytes = fs::file_size(report.path, error);
  if (error) {
    outcome.reason = "the file can not be read: " + error.message();
    return;
  }
  if (size_bytes == 0) return mark_review(report, "the file is empty", "", outcome);
  const auto read = read_instructions(report);
  if (const auto* problem = std::get_if<Problem>(&read)) {
    return mark_review(report, problem->text, "", outcome);
  }
  const Sidecar& instructions = std::get<Sidecar>(read);
  outcome.inspection_id = *instructions.inspection_id;
  if (const auto problem = check_inspection(*instructions.inspection_id)) {
    return mark_review(report, problem->text, "", outcome);
  }
  if (is_dry_run_) {
    outcome.state = OutcomeState::kReady;
    return;
  }
  upload(report, instructions, outcome);
}

std::optional<Problem> Uploader::check_inspection(const std::string& inspection_id) {
  const auto request = make<RequestHandle>(spk_request_create, SPK_SPECTORA_INSPECTIONS_GET);
  call(spk_request_set_parameter, request.get(), "id", SPK_NUL, inspection_id.data(), inspection_id.size());
  DocumentHandle answer;
  try {
    answer = make<DocumentHandle>(spk_client_send, client_, request.get(), nullptr);
  } catch (const Failure& failure) {
    if (concerns_all_reports(failure.status())) throw;
    if (failure.status() == SPK_NOT_FOUND) return Problem{"there is no inspection " + inspection_id};
    return Problem{"inspection " + inspection_id + " could not be checked: " + failure.what()};
  }
  const spk_value inspection = spk_document_record(answer.get(), 0);
  if (spectrakit::support::text_of(spk_resource_id(inspection)) != inspection_id) {
    return Problem{"the service answered with another inspection than " + inspection_id};
  }
  if (!spectrakit::support::attribute_text(inspection, "canceled_at").empty()) {
    return Problem{"inspection " + inspection_id + " is canceled"};
  }
  return std::nullopt;
}

void Uploader::upload(const Report& report, const Sidecar& instructions, Outcome& outcome) {
  folder_.prepare_sent_folder();
  // From here until the answer, a crash must leave behind that the report may have arrived.
  folder_.write_unclear(report, "Why: the program ended while it was sending the report.\n" + how_to_find_out(report));
  try {
    const auto request = make_upload_request(report, instructions);
    const auto answer = send_with_progress(client_, request.get(), report.file_name());
    const std::string attachment_id =
        spectrakit::support::text_of(spk_resource_id(spk_document_record(answer.get(), 0)));
    if (spk_document_http_status(answer.get()) != kHttpCreated || attachment_id.empty()) {
      mark_unclear(report, "the service answered without saying that the attachment was made", outcome);
    } else {
      mark_sent(report, attachment_id, outcome);
    }
  } catch (const Failure& failure) {
    handle_upload_failure(report, failure, outcome);
  }
}

void Uploader::handle_upload_failure(const Report& report, const Failure& failure, Outcome& outcome) {
  if (!certainly_not_attached(failure)) return mark_unclear(report, failure.what(), outcome);
  if (concerns_all_reports(failure.status())) {
    folder_.remove_reason(report);
    throw failure;
  }
  mark_review(report, failure.what(), service_details(failure), outcome);
}

void Uploader::mark_sent(const Report& report, const std::string& attachment_id, Outcome& outcome) {
  outcome.state = OutcomeState::kSent;
  outcome.attachment_id = attachment_id;
  try {
    folder_.move_to_sent(report);
  } catch (const std::system_error& error) {
    folder_.write_unclear(report, "Why: it is attached as " + attachment_id + ", but could not be moved to sent (" +
                                      error.what() +
                                      ").\nWhat to do: move it out of this folder, then delete this "
                                      "file. Until then nothing is sent.\n");
    throw;
  }
  folder_.remove_reason(report);
}

void Uploader::mark_review(const Report& report, const std::string& why, const std::string& details, Outcome& outcome) {
  outcome.state = OutcomeState::kReview;
  outcome.reason = why;
  if (is_dry_run_) return;
  folder_.write_reason(report, "Why: " + why + ".\n" + details +
                                   "What to do: correct the sidecar or the file name, or ask the inspection company; "
                                   "then run lab-uploader again. It removes this file when it takes the report up.\n");
}

void Uploader::mark_unclear(const Report& report, const std::string& why, Outcome& outcome) {
  outcome.state = OutcomeState::kUnclear;
  outcome.reason = why;
  folder_.write_unclear(report, "Why: " + why + "\n" + how_to_find_out(report));
}

}  // namespace lab_uploader
