#include "sandbox/settings.h"

#include <array>
#include <optional>

#include "sandbox/json_members.h"

namespace spectrakit::sandbox {
namespace {

constexpr std::array kStatsPaths = {"both", "/v2/connections/stats", "/v2/connection_stats"};
constexpr std::array kErrorFormats = {"json_api", "problem_details"};

}  // namespace

Settings::Values Settings::values() const {
  const std::lock_guard lock(mutex_);
  return values_;
}

nlohmann::ordered_json Settings::json() const {
  const Values now = values();
  return {{"stats_path", kStatsPaths.at(static_cast<size_t>(now.stats_path))},
          {"requests_per_minute", limits_.requests_per_minute()},
          {"monthly_quota", limits_.monthly_quota()},
          {"error_format", kErrorFormats.at(static_cast<size_t>(now.error_format))},
          {"retry_after", now.sends_retry_after},
          {"max_file_bytes", now.max_file_bytes}};
}

void Settings::change(const nlohmann::json& change) {
  const JsonMembers members(
      change, "",
      {"stats_path", "requests_per_minute", "monthly_quota", "error_format", "retry_after", "max_file_bytes"});
  const auto number = [&](const char* name) -> std::optional<int64_t> {
    return members.has(name) ? std::optional(members.whole_number(name, 0, INT64_MAX)) : std::nullopt;
  };
  const std::lock_guard change_lock(change_mutex_);
  Values next = values();
  if (members.has("stats_path")) {
    const size_t choice = members.choice("stats_path", {kStatsPaths[0], kStatsPaths[1], kStatsPaths[2]});
    next.stats_path = static_cast<StatsPath>(choice);
  }
  if (members.has("error_format")) {
    const size_t choice = members.choice("error_format", {kErrorFormats[0], kErrorFormats[1]});
    next.error_format = static_cast<ErrorFormat>(choice);
  }
  if (members.has("retry_after")) next.sends_retry_after = members.flag("retry_after");
  if (const auto bytes = number("max_file_bytes")) next.max_file_bytes = static_cast<uint64_t>(*bytes);
  const auto requests_per_minute = number("requests_per_minute");
  const auto monthly_quota = number("monthly_quota");
  if (requests_per_minute) limits_.set_requests_per_minute(*requests_per_minute);
  if (monthly_quota) limits_.set_monthly_quota(*monthly_quota);
  const std::lock_guard lock(mutex_);
  values_ = next;
}

void Settings::save(Database& database) const {
  database.query("INSERT OR REPLACE INTO settings (id, json) VALUES (1, ?)")
      .bind(1, std::string_view(json().dump()))
      .run();
}

void Settings::load(Database& database) {
  Query saved = database.query("SELECT json FROM settings");
  const bool was_saved = saved.next();
  change(was_saved ? nlohmann::json::parse(saved.text(0)) : nlohmann::json(Settings().json()));
}

}  // namespace spectrakit::sandbox
