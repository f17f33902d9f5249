#include "sandbox/fault_rule.h"

#include <initializer_list>
#include <string>

#include "sandbox/json_members.h"
#include "sandbox/request_head.h"

namespace spectrakit::sandbox {
namespace {

using Json = nlohmann::json;
using Names = std::initializer_list<const char*>;

constexpr int64_t kMaxDelayMs = 24 * 3600 * 1000;
constexpr int64_t kMaxPadBytes = int64_t{16} * 1024 * 1024 * 1024;
constexpr int64_t kMaxHeaderPadBytes = 64 * 1024 * 1024;
constexpr int64_t kMaxInformCount = 1000;

bool has_any(const JsonMembers& action, Names names) {
  for (const char* name : names) {
    if (action.has(name)) return true;
  }
  return false;
}

void refuse_together(const JsonMembers& action, const char* name, Names others) {
  for (const char* other : others) {
    if (action.has(name) && action.has(other)) {
      action.refuse(name, std::string("can not be combined with \"") + other + "\"");
    }
  }
}

/// Whether the connection ends before there can be an answer.
bool leaves_early(const JsonMembers& action) {
  const auto is_early = [&](const char* name) {
    return action.has(name) && action.choice(name, {"before", "after_request", "after_answer"}) < 2;
  };
  return is_early("close") || is_early("reset");
}

void require_partner(const JsonMembers& action, const char* name, Names partners) {
  if (!action.has(name) || has_any(action, partners)) return;
  std::string names;
  for (const char* partner : partners) names += (names.empty() ? "\"" : " or \"") + std::string(partner) + "\"";
  action.refuse(name, "needs " + names);
}

void refuse_nonsense(const Json& json, const JsonMembers& action) {
  for (const auto& member : json.items()) {
    const std::string& name = member.key();
    const bool is_leaving = name == "close" || name == "reset";
    if (leaves_early(action) && !is_leaving && name != "delay_ms") {
      action.refuse(name, "has no answer to work on, as the connection ends before");
    }
    if (action.has("work_after_leaving_ms") && name != "work_after_leaving_ms") {
      action.refuse(name, "has no answer to work on, as the client leaves before");
    }
    const bool only_waits = name == "delay_ms" || name == "hold" || name == "inform";
    if (action.has("lose_answer") && name != "lose_answer" && !only_waits) {
      action.refuse(name, "has no answer to work on, as that is lost");
    }
  }
  refuse_together(action, "truncate_bytes", {"reset_after_bytes", "close", "reset"});
  refuse_together(action, "reset_after_bytes", {"close", "reset"});
  refuse_together(action, "close", {"reset"});
  refuse_together(action, "spoil", {"body"});
  refuse_together(action, "next_link", {"body", "spoil"});
  refuse_together(action, "page", {"body"});
  refuse_together(action, "content_length_delta", {"chunked"});
  if (!action.has("work")) {
    for (const char* name : {"spoil", "next_link", "page"}) refuse_together(action, name, {"status"});
  }
  require_partner(action, "drip_bytes", {"drip_delay_ms"});
  require_partner(action, "drip_delay_ms", {"drip_bytes"});
  require_partner(action, "headers", {"status", "body", "work"});
  require_partner(action, "content_type", {"status", "body", "work"});
  require_partner(action, "work", {"status", "headers", "body", "content_type"});
}

httplib::Headers parse_headers(const JsonMembers& action) {
  httplib::Headers headers;
  if (action.has("headers")) {
    if (!action.value("headers").is_object()) action.refuse("headers", "must be an object");
    for (const auto& [name, value] : action.value("headers").items()) {
      if (!value.is_string()) action.refuse("headers", "must hold strings");
      headers.emplace(name, value.get<std::string>());
    }
  }
  if (action.has("content_type")) {
    headers.erase("Content-Type");
    headers.emplace("Content-Type", action.text("content_type"));
  }
  return headers;
}

int parse_status(const JsonMembers& action) {
  return static_cast<int>(action.whole_number("status", 200, 599));
}

FaultActionPointer parse_canned_answer(const JsonMembers& action) {
  httplib::Headers headers = parse_headers(action);
  if (headers.find("Content-Type") == headers.end()) headers.emplace("Content-Type", "application/json");
  return canned_answer_action(action.has("status") ? parse_status(action) : 200, std::move(headers),
                              action.has("body") ? action.text("body") : std::string());
}

FaultActionPointer parse_inform(const JsonMembers& action) {
  const Json& list = action.value("inform");
  const bool has_size = list.is_array() && !list.empty() && list.size() <= kMaxInformCount;
  if (!has_size) action.refuse("inform", "must be an array of up to " + std::to_string(kMaxInformCount) + " statuses");
  std::vector<int> statuses;
  for (const Json& status : list) {
    // 101 would change the protocol.
    if (!status.is_number_integer() || status < 100 || status > 199 || status == 101) {
      action.refuse("inform", "must hold statuses from 100 to 199 other than 101");
    }
    statuses.push_back(status.get<int>());
  }
  return inform_action(std::move(statuses));
}

void parse_replacement(const JsonMembers& action, AnswerEdit& edit) {
  action.require_true("work");
  if (action.has("status")) edit.status = parse_status(action);
  if (action.has("body")) edit.body = action.text("body");
  for (const auto& [name, value] : parse_headers(action)) edit.headers.emplace_back(name, value);
}

void parse_wire(const JsonMembers& action, AnswerEdit& edit) {
  if (action.has("gzip")) {
    const size_t kind = action.choice("gzip", {"good", "corrupt", "wrong_checksum", "cut", "not_gzip"});
    edit.gzip = static_cast<AnswerEdit::Gzip>(kind + 1);
  }
  if (action.has("chunked")) {
    const size_t kind = action.choice("chunked", {"good", "bad_size", "short_size", "no_end"});
    edit.chunks = static_cast<AnswerEdit::Chunks>(kind + 1);
  }
  if (action.has("content_length_delta")) {
    edit.content_length_delta = action.whole_number("content_length_delta", -kMaxPadBytes, kMaxPadBytes);
  }
  if (action.has("pad_header_bytes")) {
    edit.pad_header_bytes = static_cast<uint64_t>(action.whole_number("pad_header_bytes", 1, kMaxHeaderPadBytes));
  }
}

FaultActionPointer parse_edit(const JsonMembers& action) {
  AnswerEdit edit;
  if (action.has("work")) parse_replacement(action, edit);
  if (action.has("spoil")) {
    edit.spoil = static_cast<AnswerEdit::Spoil>(action.choice("spoil", {"json", "html", "empty"}) + 1);
  }
  if (action.has("next_link")) edit.next_link = action.text("next_link");
  if (action.has("pad_bytes")) {
    edit.pad_bytes = static_cast<uint64_t>(action.whole_number("pad_bytes", 1, kMaxPadBytes));
  }
  parse_wire(action, edit);
  std::optional<int64_t> page_number;
  if (action.has("page")) page_number = action.whole_number("page", 1, INT64_MAX);
  return edit_action(std::move(edit), page_number);
}

FaultActionPointer parse_leave(const JsonMembers& action, const char* name, Ending ending) {
  const size_t when = action.choice(name, {"before", "after_request", "after_answer"});
  if (when == 2) return leave_after_answer_action(ending);
  const int64_t delay_ms = action.has("delay_ms") ? action.whole_number("delay_ms", 0, kMaxDelayMs) : 0;
  return leave_action(ending, when == 1, delay_ms);
}

/// What stands between the answer and the wire. The one that stands last sees the answer first: it is edited before
/// it waits, and cut after everything else.
FaultActions parse_filters(const JsonMembers& action, HoldGate& gate) {
  FaultActions actions;
  const auto number = [&](const char* name, int64_t minimum, int64_t maximum) {
    return action.whole_number(name, minimum, maximum);
  };
  if (action.has("truncate_bytes")) {
    actions.push_back(cut_action(static_cast<uint64_t>(number("truncate_bytes", 0, INT64_MAX)), Ending::kClose));
  }
  if (action.has("reset_after_bytes")) {
    actions.push_back(cut_action(static_cast<uint64_t>(number("reset_after_bytes", 0, INT64_MAX)), Ending::kReset));
  }
  if (action.has("lose_answer")) {
    action.require_true("lose_answer");
    actions.push_back(cut_action(0, Ending::kClose));
  }
  if (action.has("drip_bytes")) {
    const auto drop_bytes = static_cast<size_t>(number("drip_bytes", 1, INT32_MAX));
    actions.push_back(drip_action(drop_bytes, number("drip_delay_ms", 0, kMaxDelayMs)));
  }
  if (action.has("body_delay_ms")) actions.push_back(body_delay_action(number("body_delay_ms", 0, kMaxDelayMs)));
  if (action.has("delay_ms")) actions.push_back(delay_action(number("delay_ms", 0, kMaxDelayMs)));
  if (action.has("hold")) {
    action.require_true("hold");
    actions.push_back(hold_action(gate));
  }
  if (has_any(action, {"work", "spoil", "next_link", "page", "pad_bytes", "gzip", "chunked", "content_length_delta",
                       "pad_header_bytes"})) {
    actions.push_back(parse_edit(action));
  }
  return actions;
}

}  // namespace

FaultActions parse_fault_actions(const Json& json, HoldGate& gate, LateWorks& late_works) {
  const JsonMembers action(json, "/action",
                           {"delay_ms",
                            "body_delay_ms",
                            "drip_bytes",
                            "drip_delay_ms",
                            "hold",
                            "truncate_bytes",
                            "reset_after_bytes",
                            "lose_answer",
                            "close",
                            "reset",
                            "status",
                            "headers",
                            "body",
                            "content_type",
                            "work",
                            "spoil",
                            "next_link",
                            "page",
                            "pad_bytes",
                            "gzip",
                            "chunked",
                            "content_length_delta",
                            "pad_header_bytes",
                            "inform",
                            "work_after_leaving_ms"});
  if (json.empty()) throw MemberProblem("/action", "\"action\" must name at least one thing that goes wrong.");
  refuse_nonsense(json, action);
  FaultActions actions = parse_filters(action, gate);
  if (action.has("inform")) actions.push_back(parse_inform(action));
  if (action.has("work_after_leaving_ms")) {
    actions.push_back(late_work_action(late_works, action.whole_number("work_after_leaving_ms", 0, kMaxDelayMs)));
  }
  if (action.has("close")) actions.push_back(parse_leave(action, "close", Ending::kClose));
  if (action.has("reset")) actions.push_back(parse_leave(action, "reset", Ending::kReset));
  // Takes the place of the work, so nothing comes after it.
  if (!action.has("work") && has_any(action, {"status", "body"})) actions.push_back(parse_canned_answer(action));
  return actions;
}

}  // namespace spectrakit::sandbox
