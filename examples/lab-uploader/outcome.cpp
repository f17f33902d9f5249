#include "outcome.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "support/terminal.h"
#include "support/text_table.h"

namespace lab_uploader {

namespace {

const char* name_for_programs(OutcomeState state) {
  switch (state) {
    case OutcomeState::kSent:
      return "sent";
    case OutcomeState::kReady:
      return "ready";
    case OutcomeState::kReview:
      return "review";
    case OutcomeState::kUnclear:
      return "unclear";
    case OutcomeState::kNotTried:
      return "not_tried";
  }
  return "";
}

const char* name_for_people(OutcomeState state) {
  switch (state) {
    case OutcomeState::kSent:
      return "sent";
    case OutcomeState::kReady:
      return "would be sent";
    case OutcomeState::kReview:
      return "needs a person";
    case OutcomeState::kUnclear:
      return "unclear, needs a person";
    case OutcomeState::kNotTried:
      return "not tried";
  }
  return "";
}

}  // namespace

bool needs_person(const Outcome& outcome) {
  return outcome.state == OutcomeState::kReview || outcome.state == OutcomeState::kUnclear;
}

void print_outcomes(std::ostream& out, const std::vector<Outcome>& outcomes) {
  if (outcomes.empty()) {
    out << "no report waits\n";
    return;
  }
  spectrakit::support::TextTable table(out, spectrakit::support::terminal_width(STDOUT_FILENO),
                                       {"FILE", "INSPECTION", "ATTACHMENT", "OUTCOME"});
  for (const Outcome& outcome : outcomes) {
    std::string text = name_for_people(outcome.state);
    if (!outcome.reason.empty()) text += ": " + outcome.reason;
    table.add_row({outcome.file, outcome.inspection_id, outcome.attachment_id, text});
  }
  table.flush();
  const auto count_of = [&outcomes](OutcomeState state) {
    return std::count_if(outcomes.begin(), outcomes.end(), [state](const Outcome& o) { return o.state == state; });
  };
  out << '\n' << count_of(OutcomeState::kSent) << " sent, ";
  if (count_of(OutcomeState::kReady) > 0) out << count_of(OutcomeState::kReady) << " would be sent, ";
  if (count_of(OutcomeState::kNotTried) > 0) out << count_of(OutcomeState::kNotTried) << " not tried, ";
  out << std::count_if(outcomes.begin(), outcomes.end(), needs_person) << " need a person\n";
}

void write_json_report(const std::filesystem::path& path, const std::vector<Outcome>& outcomes) {
  using nlohmann::ordered_json;
  const auto text_or_null = [](const std::string& text) { return text.empty() ? ordered_json() : ordered_json(text); };
  ordered_json list = ordered_json::array();
  for (const Outcome& outcome : outcomes) {
    list.push_back({{"file", outcome.file},
                    {"inspection_id", text_or_null(outcome.inspection_id)},
                    {"attachment_id", text_or_null(outcome.attachment_id)},
                    {"state", name_for_programs(outcome.state)},
                    {"reason", text_or_null(outcome.reason)}});
  }
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  // A file name need not be UTF-8, JSON must be.
  file << list.dump(2, ' ', false, ordered_json::error_handler_t::replace) << '\n';
  file.flush();
  if (!file) throw std::runtime_error("the report for programs could not be written to " + path.string());
}

}  // namespace lab_uploader
