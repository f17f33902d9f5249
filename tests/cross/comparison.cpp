#include "comparison.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace spectrakit::tests {
namespace {

using Json = nlohmann::json;
using Lines = std::vector<std::string>;

void append(Lines& lines, const Lines& more) {
  lines.insert(lines.end(), more.begin(), more.end());
}

std::string difference(const std::string& where, const std::string& expected, const Json& observed) {
  return where + " should be " + expected + ", is " + observed.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool is_range(const Json& expected) {
  return expected.is_object() && (expected.contains("at_least") || expected.contains("at_most"));
}

bool is_text_pattern(const Json& expected) {
  return expected.is_object() && (expected.contains("has") || expected.contains("lacks"));
}

bool is_in_range(const Json& range, const Json& number) {
  return number.is_number() && (!range.contains("at_least") || number >= range["at_least"]) &&
         (!range.contains("at_most") || number <= range["at_most"]);
}

bool fits_pattern(const Json& pattern, const Json& observed) {
  if (!observed.is_string()) return false;
  const auto& text = observed.get_ref<const std::string&>();
  const auto occurs = [&](const Json& part) { return text.find(part.get<std::string>()) != std::string::npos; };
  const Json has = pattern.value("has", Json::array());
  const Json lacks = pattern.value("lacks", Json::array());
  return std::all_of(has.begin(), has.end(), occurs) && std::none_of(lacks.begin(), lacks.end(), occurs);
}

Lines list_differences(const Json& expected, const Json& observed, const std::string& where) {
  if (!observed.is_array() || observed.size() != expected.size()) {
    return {difference(where, expected.dump(), observed)};
  }
  Lines lines;
  for (size_t at = 0; at < expected.size(); ++at) {
    append(lines, differences(expected[at], observed[at], where + "[" + std::to_string(at) + "]"));
  }
  return lines;
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%' && at + 2 < text.size()) {
      decoded += static_cast<char>(std::stoi(std::string(text.substr(at + 1, 2)), nullptr, 16));
      at += 2;
    } else {
      decoded += text[at];
    }
  }
  return decoded;
}

Json query_of(std::string_view target) {
  Json query = Json::object();
  const size_t start = target.find('?');
  std::string_view rest = start == std::string_view::npos ? "" : target.substr(start + 1);
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view pair = rest.substr(0, end);
    const size_t equals = std::min(pair.find('='), pair.size());
    query[percent_decoded(pair.substr(0, equals))] = percent_decoded(pair.substr(std::min(equals + 1, pair.size())));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return query;
}

/// A logged request in the form that `sent` describes.
Json described(const Json& entry) {
  const auto target = entry.at("path").get<std::string>();
  Json headers = Json::object();
  for (const Json& header : entry.at("headers")) {
    std::string name = header.at(0);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    headers[name] = header.at(1);
  }
  return {{"method", entry.at("method")},
          {"path", target.substr(0, target.find('?'))},
          {"query", query_of(target)},
          {"headers", std::move(headers)},
          {"body_bytes", entry.at("body_bytes")}};
}

}  // namespace

Lines differences(const Json& expected, const Json& observed, const std::string& where) {
  if (is_range(expected)) {
    return is_in_range(expected, observed) ? Lines{} : Lines{difference(where, expected.dump(), observed)};
  }
  if (is_text_pattern(expected)) {
    return fits_pattern(expected, observed) ? Lines{} : Lines{difference(where, expected.dump(), observed)};
  }
  if (expected.is_array()) return list_differences(expected, observed, where);
  if (expected.is_object() && observed.is_object()) {
    Lines lines;
    for (const auto& [name, value] : expected.items()) {
      append(lines, differences(value, observed.value(name, Json()), where.empty() ? name : where + "." + name));
    }
    return lines;
  }
  if (expected == observed) return {};
  return {difference(where, expected.dump(), observed)};
}

Lines request_differences(const Json& requests, const Json& sent, const Json& log) {
  Json counts = Json::object();
  Json in_order = Json::array();
  std::vector<Json> connections;
  for (const Json& entry : log) {
    in_order.push_back(described(entry));
    Json& last = in_order.back();
    const auto known = std::find(connections.begin(), connections.end(), entry.at("connection"));
    last["connection"] = known - connections.begin() + 1;
    if (known == connections.end()) connections.push_back(entry.at("connection"));
    const std::string line = last["method"].get<std::string>() + " " + last["path"].get<std::string>();
    counts[line] = counts.value(line, 0) + 1;
  }
  // Not a word about a request means that it may not have been made.
  Json expected = requests;
  for (const auto& [line, count] : counts.items()) {
    if (!expected.contains(line)) expected[line] = 0;
  }
  for (const auto& [line, count] : expected.items()) {
    if (!counts.contains(line)) counts[line] = 0;
  }
  Lines lines = differences(expected, counts, "requests");
  if (!sent.is_null()) append(lines, differences(sent, in_order, "sent"));
  return lines;
}

}  // namespace spectrakit::tests
