#include "profile_file.h"

#include <toml++/toml.h>

#include <limits>
#include <sstream>
#include <utility>

#include "private_file.h"
#include "usage_error.h"
#include "user_folders.h"

namespace spectrakit::cli {

namespace fs = std::filesystem;

namespace {

constexpr const char* kHead = "# SpectraKit's profiles. This file holds API keys: keep it to yourself.\n";

std::string text_setting(const toml::node& node, const std::string& where) {
  const auto text = node.value_exact<std::string>();
  if (!text) throw UsageError(where + " has to be a string");
  return *text;
}

template <typename Number>
Number count_setting(const toml::node& node, const std::string& where) {
  const auto number = node.value_exact<std::int64_t>();
  const bool fits = number && *number > 0 && *number <= std::int64_t{std::numeric_limits<Number>::max()};
  if (!fits) throw UsageError(where + " has to be a whole number above 0");
  return static_cast<Number>(*number);
}

bool switch_setting(const toml::node& node, const std::string& where) {
  const auto is_on = node.value_exact<bool>();
  if (!is_on) throw UsageError(where + " has to be true or false");
  return *is_on;
}

Profile read_profile(const toml::table& settings, const std::string& where) {
  Profile profile;
  for (const auto& [key, node] : settings) {
    const std::string setting(key.str());
    const std::string place = where + "." + setting;
    if (setting == "api_key") {
      profile.api_key = text_setting(node, place);
    } else if (setting == "base_url") {
      profile.base_url = text_setting(node, place);
    } else if (setting == "requests_per_minute") {
      profile.requests_per_minute = count_setting<std::uint32_t>(node, place);
    } else if (setting == "monthly_quota") {
      profile.monthly_quota = count_setting<std::int64_t>(node, place);
    } else if (setting == "stop_at_quota") {
      profile.stops_at_quota = switch_setting(node, place);
    } else {
      throw UsageError(place +
                       " is not known; a profile has api_key, base_url, requests_per_minute, monthly_quota "
                       "and stop_at_quota");
    }
  }
  if (profile.api_key.empty()) throw UsageError(where + " has no api_key");
  return profile;
}

toml::table table_of(const Profile& profile) {
  toml::table settings;
  settings.insert("api_key", profile.api_key);
  if (!profile.base_url.empty()) settings.insert("base_url", profile.base_url);
  if (profile.requests_per_minute) {
    settings.insert("requests_per_minute", static_cast<std::int64_t>(*profile.requests_per_minute));
  }
  if (profile.monthly_quota) settings.insert("monthly_quota", *profile.monthly_quota);
  if (profile.stops_at_quota) settings.insert("stop_at_quota", true);
  return settings;
}

toml::table parse(const std::string& text, const fs::path& path) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    throw UsageError(path.string() + ", line " + std::to_string(error.source().begin.line) + ": " +
                     std::string(error.description()));
  }
}

}  // namespace

fs::path ProfileFile::path() {
  const fs::path folder = config_folder();
  if (folder.empty()) throw UsageError("neither XDG_CONFIG_HOME nor HOME says where the profiles are");
  return folder / "config.toml";
}

ProfileFile ProfileFile::load() {
  const fs::path file = path();
  const toml::table root = parse(read_private_file(file), file);
  ProfileFile loaded;
  for (const auto& [key, node] : root) {
    const std::string where = file.string() + ": " + std::string(key.str());
    if (key == "default") {
      loaded.default_name_ = text_setting(node, where);
    } else if (key == "profiles" && node.is_table()) {
      for (const auto& [name, settings] : *node.as_table()) {
        const std::string place = where + "." + std::string(name.str());
        if (!settings.is_table()) throw UsageError(place + " has to be a table");
        loaded.profiles_[std::string(name.str())] = read_profile(*settings.as_table(), place);
      }
    } else {
      throw UsageError(where + R"( is not known; the file has a "default" and tables [profiles.NAME])");
    }
  }
  if (!loaded.default_name_.empty()) loaded.get(loaded.default_name_);
  return loaded;
}

const Profile& ProfileFile::get(const std::string& name) const {
  const auto found = profiles_.find(name);
  if (found != profiles_.end()) return found->second;
  std::string known;
  for (const auto& [other, profile] : profiles_) known += (known.empty() ? "; there is " : ", ") + other;
  throw UsageError("there is no profile " + name + (known.empty() ? "; there is none at all" : known) +
                   " (spectrakit profiles add makes one)");
}

const Profile* ProfileFile::default_profile() const {
  return default_name_.empty() ? nullptr : &get(default_name_);
}

void ProfileFile::put(const std::string& name, Profile profile) {
  if (profiles_.empty()) default_name_ = name;
  profiles_[name] = std::move(profile);
}

void ProfileFile::remove(const std::string& name) {
  get(name);
  profiles_.erase(name);
  if (default_name_ == name) default_name_.clear();
}

void ProfileFile::set_default(const std::string& name) {
  get(name);
  default_name_ = name;
}

void ProfileFile::save() const {
  toml::table profiles;
  for (const auto& [name, profile] : profiles_) profiles.insert(name, table_of(profile));
  toml::table root;
  if (!default_name_.empty()) root.insert("default", default_name_);
  if (!profiles.empty()) root.insert("profiles", std::move(profiles));
  std::ostringstream text;
  text << kHead << root << '\n';
  make_private_folder(path().parent_path());
  replace_private_file(path(), text.str());
}

}  // namespace spectrakit::cli
