#include "sandbox/faults.h"

#include "sandbox/api_keys.h"
#include "sandbox/json_members.h"

namespace spectrakit::sandbox {
namespace {

using Json = nlohmann::json;

constexpr char kMasked[] = "***";

std::string optional_text(const JsonMembers& members, const char* name) {
  return members.has(name) ? members.text(name) : std::string();
}

int64_t optional_number(const JsonMembers& members, const char* name, int64_t minimum) {
  return members.has(name) ? members.whole_number(name, minimum, INT64_MAX) : 1;
}

}  // namespace

bool Faults::Rule::matches(const RequestHead& head) const {
  if (!method.empty() && method != head.method) return false;
  if (!key.empty() && key_of_authorization(head.header("authorization")) != key) return false;
  const std::string_view request_path = head.path();
  if (path.empty()) return true;
  if (!request_path.starts_with(path)) return false;
  return path.ends_with('/') || request_path.size() == path.size() || request_path[path.size()] == '/';
}

int64_t Faults::add(const Json& json) {
  const JsonMembers members(json, "", {"match", "times", "action"});
  const Json empty = Json::object();
  const JsonMembers match(members.has("match") ? members.value("match") : empty, "/match",
                          {"method", "path", "key", "nth"});
  Rule rule;
  rule.method = optional_text(match, "method");
  rule.path = optional_text(match, "path");
  rule.key = optional_text(match, "key");
  rule.nth = optional_number(match, "nth", 1);
  rule.times = optional_number(members, "times", 0);
  rule.actions = parse_fault_actions(members.has("action") ? members.value("action") : empty, gate_, late_works_);
  rule.json = json;
  if (match.has("key")) rule.json["match"]["key"] = kMasked;
  const std::lock_guard lock(mutex_);
  rule.id = ++last_id_;
  rules_.push_back(std::move(rule));
  return last_id_;
}

void Faults::clear() {
  const std::lock_guard lock(mutex_);
  rules_.clear();
}

bool Faults::remove(int64_t id) {
  const std::lock_guard lock(mutex_);
  return std::erase_if(rules_, [&](const Rule& rule) { return rule.id == id; }) > 0;
}

nlohmann::ordered_json Faults::list() const {
  nlohmann::ordered_json faults = nlohmann::ordered_json::array();
  const std::lock_guard lock(mutex_);
  for (const Rule& rule : rules_) {
    faults.push_back(
        {{"id", rule.id}, {"rule", rule.json}, {"matched", rule.matched_count}, {"taken", rule.taken_count}});
  }
  return {{"faults", std::move(faults)}};
}

Faults::Taken Faults::take(const RequestHead& head) {
  const std::lock_guard lock(mutex_);
  Taken taken;
  for (Rule& rule : rules_) {
    if (!rule.matches(head)) continue;
    ++rule.matched_count;
    const bool has_turn = rule.matched_count >= rule.nth && (rule.times == 0 || rule.taken_count < rule.times);
    if (taken.rule_id != 0 || !has_turn) continue;
    ++rule.taken_count;
    taken = {rule.id, rule.actions};
  }
  return taken;
}

}  // namespace spectrakit::sandbox
