#include "client/request_check.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"
#include "client/nearest.h"
#include "json/writer.h"

namespace spectrakit {
namespace {

std::string joined(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += ", ";
    text += word;
  }
  return text;
}

bool is_path_segment(std::string_view value) {
  const auto is_unreserved = [](char c) {
    return is_ascii_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
  };
  return !value.empty() && value != "." && value != ".." && std::all_of(value.begin(), value.end(), is_unreserved);
}

ErrorPtr check_integer(std::string_view where, const Parameter& parameter, std::string_view value) {
  int64_t number = 0;
  const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (failure != std::errc{} || end != value.data() + value.size()) {
    return invalid_argument(std::string(where) + " takes a whole number");
  }
  if (number < parameter.minimum) {
    return invalid_argument(std::string(where) + " is " + std::to_string(number) + "; it starts at " +
                            std::to_string(parameter.minimum));
  }
  if (number > parameter.maximum) {
    return invalid_argument(std::string(where) + " is " + std::to_string(number) + "; it ends at " +
                            std::to_string(parameter.maximum));
  }
  return nullptr;
}

}  // namespace

ErrorPtr invalid_argument(std::string message) {
  return make_error(Status::invalid_argument, std::move(message));
}

bool is_text(std::string_view text) {
  return json::is_utf8(text) && text.find('\0') == std::string_view::npos;
}

ErrorPtr check_parameter_value(const Operation& operation, const Parameter& parameter, std::string_view value) {
  const std::string where = std::string(operation.name) + ": " + std::string(parameter.name);
  if (!json::is_utf8(value)) return invalid_argument(where + " is not UTF-8");
  if (value.find('\0') != std::string_view::npos) return invalid_argument(where + " holds a NUL");
  if (parameter.place == ParameterPlace::path && !is_path_segment(value)) {
    return invalid_argument(where + " stands in the path: letters, digits, '-', '.', '_' and '~' only, and not empty");
  }
  if (parameter.type == ValueType::integer) {
    if (ErrorPtr error = check_integer(where, parameter, value)) return error;
  }
  if (parameter.type == ValueType::boolean && value != "true" && value != "false") {
    return invalid_argument(where + " is \"true\" or \"false\"");
  }
  if (!parameter.values.empty() && std::ranges::find(parameter.values, value) == parameter.values.end()) {
    return invalid_argument(where + " does not know that value; the nearest one is \"" +
                            std::string(nearest(value, parameter.values)) + "\", all are: " + joined(parameter.values));
  }
  return nullptr;
}

ErrorPtr check_header(std::string_view name, std::string_view value) {
  constexpr std::string_view kTokenPunctuation = "!#$%&'*+-.^_`|~";
  constexpr std::array<std::string_view, 12> kOwn{"accept",
                                                  "accept-encoding",
                                                  "authorization",
                                                  "connection",
                                                  "content-length",
                                                  "content-type",
                                                  "expect",
                                                  "host",
                                                  "te",
                                                  "trailer",
                                                  "transfer-encoding",
                                                  "user-agent"};
  const auto is_token = [&](char c) {
    return is_ascii_alphanumeric(c) || kTokenPunctuation.find(c) != std::string_view::npos;
  };
  if (name.empty() || !std::all_of(name.begin(), name.end(), is_token)) {
    return invalid_argument("a header's name is letters, digits and hyphens");
  }
  if (std::ranges::find(kOwn, ascii_lower(name)) != kOwn.end()) {
    return invalid_argument("the header " + std::string(name) + " is set by SpectraKit itself");
  }
  const auto is_control = [](unsigned char c) { return (c < ' ' && c != '\t') || c == 0x7F; };
  if (std::any_of(value.begin(), value.end(), is_control)) {
    return invalid_argument("the header " + std::string(name) + " holds a line break, NUL or other control character");
  }
  if (!json::is_utf8(value)) return invalid_argument("the header " + std::string(name) + " is not UTF-8");
  return nullptr;
}

ErrorPtr check_file_extension(const Operation& operation, const BodyAttribute& attribute, std::string_view file_name) {
  if (attribute.file_extensions.empty()) return nullptr;
  const size_t dot = file_name.find_last_of('.');
  const std::string extension = dot == std::string_view::npos ? "" : ascii_lower(file_name.substr(dot + 1));
  if (std::ranges::find(attribute.file_extensions, extension) != attribute.file_extensions.end()) return nullptr;
  // What stands behind the dot of a long name is not always an ending; it may be any part of a client's name.
  constexpr size_t kLongestShownBytes = 12;
  const std::string ending =
      extension.size() <= kLongestShownBytes ? "end in \"." + extension + "\"" : "have so long an ending";
  return invalid_argument(std::string(operation.name) + ": " + std::string(attribute.name) +
                          " does not take files that " + ending + "; it takes: " + joined(attribute.file_extensions));
}

}  // namespace spectrakit
