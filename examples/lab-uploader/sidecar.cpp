#include "sidecar.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <stdexcept>

namespace lab_uploader {

namespace {

using nlohmann::json;

constexpr std::uintmax_t kMaxSidecarBytes = 64 * 1024;
constexpr std::size_t kMaxIdDigits = 18;
constexpr const char* kKnownKeys = "inspection_id, name, description, attachment_type, report, internal_only";

/** Refuses a key that stands twice: the parser would keep the last one and say nothing. */
json parse_without_repeated_keys(std::istream& text) {
  std::set<std::string> seen;
  const auto check = [&seen](int depth, json::parse_event_t event, json& parsed) {
    const bool is_own_key = event == json::parse_event_t::key && depth == 1;
    if (is_own_key && !seen.insert(parsed.get<std::string>()).second) {
      throw std::invalid_argument("the key \"" + parsed.get<std::string>() + "\" stands in it twice");
    }
    return true;
  };
  return json::parse(text, check);
}

std::string text_value(const std::string& key, const json& value) {
  if (!value.is_string()) throw std::invalid_argument("\"" + key + "\" must be a text in quotation marks");
  return value.get<std::string>();
}

bool bool_value(const std::string& key, const json& value) {
  if (!value.is_boolean()) throw std::invalid_argument("\"" + key + "\" must be true or false");
  return value.get<bool>();
}

std::string id_value(const std::string& key, const json& value) {
  std::string id = text_value(key, value);
  if (!is_inspection_id(id)) {
    throw std::invalid_argument("\"" + key + "\" must be the inspection's number, such as \"10000001\"");
  }
  return id;
}

void take_member(Sidecar& sidecar, const std::string& key, const json& value) {
  if (key == "inspection_id") {
    sidecar.inspection_id = id_value(key, value);
  } else if (key == "name") {
    sidecar.name = text_value(key, value);
  } else if (key == "description") {
    sidecar.description = text_value(key, value);
  } else if (key == "attachment_type") {
    sidecar.attachment_type = text_value(key, value);
  } else if (key == "report") {
    sidecar.report = bool_value(key, value);
  } else if (key == "internal_only") {
    sidecar.internal_only = bool_value(key, value);
  } else {
    throw std::invalid_argument("the key \"" + key + "\" is not known; known are " + kKnownKeys);
  }
}

}  // namespace

bool is_inspection_id(std::string_view text) {
  const bool only_digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return !text.empty() && text.size() <= kMaxIdDigits && only_digits && text.front() != '0';
}

std::variant<Sidecar, Problem> read_sidecar(const std::filesystem::path& path) {
  const std::string about = "the sidecar " + path.filename().string() + " can not be used: ";
  try {
    if (std::filesystem::file_size(path) > kMaxSidecarBytes) return Problem{about + "it is larger than 64 KB"};
    std::ifstream file(path, std::ios::binary);
    if (!file) return Problem{about + "it can not be opened"};
    const json members = parse_without_repeated_keys(file);
    if (!members.is_object()) return Problem{about + "it must hold one JSON object"};
    Sidecar sidecar;
    for (const auto& [key, value] : members.items()) take_member(sidecar, key, value);
    return sidecar;
  } catch (const json::parse_error& error) {
    return Problem{about + "it is no valid JSON near byte " + std::to_string(error.byte)};
  } catch (const std::invalid_argument& error) {
    return Problem{about + error.what()};
  } catch (const std::filesystem::filesystem_error& error) {
    return Problem{about + error.code().message()};
  }
}

std::variant<std::optional<std::string>, Problem> inspection_id_in_name(const std::string& file_name) {
  static const std::regex pattern("(?:^|[^a-z0-9])insp-([a-z0-9]*)", std::regex::icase);
  std::optional<std::string> found;
  for (std::sregex_iterator match(file_name.begin(), file_name.end(), pattern), end; match != end; ++match) {
    const std::string id = (*match)[1].str();
    if (!is_inspection_id(id)) {
      return Problem{"its name holds insp-" + id + ", which is no inspection's number, such as insp-10000001"};
    }
    if (found && *found != id) {
      return Problem{"its name gives two inspections, " + *found + " and " + id};
    }
    found = id;
  }
  return found;
}

}  // namespace lab_uploader
