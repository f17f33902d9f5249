#include "sandbox/faults.h"

#include <algorithm>
#include <initializer_list>
#include <stdexcept>

namespace spectrakit::sandbox {
namespace {

using Json = nlohmann::json;

// A misspelled member would silently match too much, so it is refused.
void require_members(const Json& object, const char* name, std::initializer_list<std::string_view> known) {
  if (!object.is_object()) throw std::invalid_argument(std::string(name) + " must be an object");
  for (const auto& member : object.items()) {
    if (std::find(known.begin(), known.end(), member.key()) == known.end()) {
      throw std::invalid_argument(std::string(name) + " has no \"" + member.key() + "\"");
    }
  }
}

std::string string_member(const Json& object, const char* name) {
  const Json value = object.value(name, Json(""));
  if (!value.is_string()) throw std::invalid_argument(std::string("\"") + name + "\" must be a string");
  return value.get<std::string>();
}

int64_t number_member(const Json& object, const char* name, int64_t minimum) {
  const Json value = object.value(name, Json(1));
  if (!value.is_number_integer() || value < minimum) {
    throw std::invalid_argument(std::string("\"") + name + "\" must be a whole number from " + std::to_string(minimum));
  }
  return value.get<int64_t>();
}

}  // namespace

bool Faults::Rule::matches(std::string_view request_method, std::string_view request_path) const {
  if (!method.empty() && method != request_method) return false;
  if (path.empty()) return true;
  if (!request_path.starts_with(path)) return false;
  return path.ends_with('/') || request_path.size() == path.size() || request_path[path.size()] == '/';
}

int64_t Faults::add(const Json& json) {
  require_members(json, "A rule", {"match", "times", "action"});
  const Json match = json.value("match", Json::object());
  require_members(match, "\"match\"", {"method", "path", "nth"});
  Rule rule;
  rule.method = string_member(match, "method");
  rule.path = string_member(match, "path");
  rule.nth = number_member(match, "nth", 1);
  rule.times = number_member(json, "times", 0);
  rule.actions = parse_fault_actions(json.value("action", Json()), gate_);
  const std::lock_guard lock(mutex_);
  rule.id = ++last_id_;
  rules_.push_back(std::move(rule));
  return last_id_;
}

void Faults::clear() {
  const std::lock_guard lock(mutex_);
  rules_.clear();
}

Faults::Taken Faults::take(std::string_view method, std::string_view path) {
  const std::lock_guard lock(mutex_);
  Taken taken;
  for (Rule& rule : rules_) {
    if (!rule.matches(method, path)) continue;
    ++rule.matched_count;
    const bool has_turn = rule.matched_count >= rule.nth && (rule.times == 0 || rule.taken_count < rule.times);
    if (taken.rule_id != 0 || !has_turn) continue;
    ++rule.taken_count;
    taken = {rule.id, rule.actions};
  }
  return taken;
}

}  // namespace spectrakit::sandbox
