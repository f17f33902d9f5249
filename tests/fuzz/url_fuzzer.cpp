// A base URL that is taken is one, and stays it; whatever parameters a request takes come back out of its target, and
// none of them reaches another path.
#include <algorithm>
#include <map>
#include <optional>

#include "http/url.h"
#include "property.h"
#include "requests.h"

namespace spectrakit::fuzz {
namespace {

using Pair = std::pair<std::string, std::string>;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      decoded += text[at];
      continue;
    }
    require(at + 2 < text.size() && hex_digit(text[at + 1]) >= 0 && hex_digit(text[at + 2]) >= 0,
            "a percent sign begins two hexadecimal digits", text);
    decoded += static_cast<char>(hex_digit(text[at + 1]) * 16 + hex_digit(text[at + 2]));
    at += 2;
  }
  return decoded;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (size_t end = text.find(separator); end != std::string_view::npos; end = text.find(separator)) {
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  parts.emplace_back(text);
  return parts;
}

void check_base_url(const std::string& text) {
  const Result<http::BaseUrl> base = http::parse_base_url(text);
  if (!base.ok()) {
    require(base.error->status == Status::invalid_argument, "what is no base URL is an invalid argument", text);
    return;
  }
  const auto& [origin, prefix] = base.value;
  require(origin.starts_with("http://") || origin.starts_with("https://"), "only http and https are spoken", origin);
  const std::string_view authority = std::string_view(origin).substr(origin.find("://") + 3);
  require(authority.find_first_of("/?#@") == std::string_view::npos, "an origin is a host and its port", origin);
  require(authority.find_last_of(':') != 0, "a host is not empty", origin);
  require(std::ranges::none_of(base.value.url(), [](unsigned char c) { return c <= ' ' || c == 0x7F; }),
          "a base URL holds neither white space nor control characters", text);
  require(prefix.empty() || (prefix.front() == '/' && prefix.back() != '/'), "a prefix ends without a slash", prefix);
  require(prefix.find_first_of("?#") == std::string::npos, "a prefix is a path", prefix);
  const Result<http::BaseUrl> again = http::parse_base_url(base.value.url());
  require(again.ok() && again.value.url() == base.value.url(), "a base URL stays what it is", base.value.url());
  const http::UrlPlace below = http::url_place(base.value.url(), base.value.url() + "/v2/things?a=b");
  require(below.origin == origin && below.path == prefix + "/v2/things", "what is below a base URL stays there",
          below.path);
}

void check_place(const std::string& base, const std::string& url) {
  const http::UrlPlace place = http::url_place(base, url);
  require(place.origin.empty() == place.path.empty(), "a place has both an origin and a path", url);
  require(place.path.empty() || place.path.front() == '/', "a path begins with a slash", url);
}

/// What a request should say, kept beside it.
class Model {
 public:
  explicit Model(const Operation& operation) : operation_(operation), request_(Request::for_operation(operation)) {}

  void set_parameter(FuzzedDataProvider& input);
  void add_raw_query(const std::string& name, const std::string& value) {
    if (request_.add_raw_query(name, value) == nullptr) raw_.emplace_back(name, value);
  }
  void check(bool alternate_path) const;

 private:
  std::vector<Pair> expected_query() const;
  void check_path(std::string_view path, std::string_view pattern) const;

  const Operation& operation_;
  Request request_;
  std::map<const Parameter*, std::vector<std::string>> values_;
  std::vector<Pair> raw_;
};

void Model::set_parameter(FuzzedDataProvider& input) {
  const Parameter* const parameter = take_parameter(input, operation_);
  if (parameter == nullptr) return;
  std::string value = take_text(input);
  if (!parameter->values.empty() && input.ConsumeBool()) {
    value = parameter->values[input.ConsumeIntegralInRange<size_t>(0, parameter->values.size() - 1)];
  }
  const bool adds = input.ConsumeBool();
  const ErrorPtr refusal =
      adds ? request_.add_parameter(parameter->name, value) : request_.set_parameter(parameter->name, value);
  if (refusal != nullptr) return;
  if (!adds) values_[parameter].clear();
  values_[parameter].push_back(value);
}

std::vector<Pair> Model::expected_query() const {
  std::vector<Pair> query = raw_;
  for (const auto& [parameter, values] : values_) {
    if (parameter->place == ParameterPlace::path) continue;
    if (values.size() == 1) {
      query.emplace_back(parameter->name, values.front());
    } else if (parameter->comma_list) {
      std::string list;
      for (const std::string& value : values) list += (&value == &values.front() ? "" : ",") + value;
      query.emplace_back(parameter->name, list);
    } else {
      for (const std::string& value : values) query.emplace_back(std::string(parameter->name) + "[]", value);
    }
  }
  std::ranges::sort(query);
  return query;
}

void Model::check_path(std::string_view path, std::string_view pattern) const {
  const std::vector<std::string> segments = split(path, '/');
  const std::vector<std::string> patterns = split(pattern, '/');
  require(segments.size() == patterns.size(), "no value adds a segment to the path", path);
  for (size_t at = 0; at < segments.size(); ++at) {
    std::string expected = patterns[at];
    for (const auto& [parameter, values] : values_) {
      if (expected == "{" + std::string(parameter->name) + "}") expected = values.back();
    }
    require(percent_decoded(segments[at]) == expected, "a segment is what was set", path);
  }
  // Without its parameters a path keeps its braces, which no call gets to send.
  if (request_.check_complete() != nullptr) return;
  const http::UrlPlace place =
      http::url_place("https://api.example.com", "https://api.example.com" + std::string(path));
  require(place.origin == "https://api.example.com:443" && place.path == path, "curl goes to the same path", path);
}

void Model::check(bool alternate_path) const {
  const std::string target = request_.target(alternate_path);
  require(is_printable_ascii(target), "a target is printable", target);
  const size_t question = target.find('?');
  check_path(target.substr(0, question), alternate_path ? operation_.alternate_path : operation_.path);
  std::vector<Pair> query;
  if (question != std::string::npos) {
    for (const std::string& pair : split(target.substr(question + 1), '&')) {
      const std::vector<std::string> sides = split(pair, '=');
      require(sides.size() == 2, "a pair has one equals sign", pair);
      query.emplace_back(percent_decoded(sides[0]), percent_decoded(sides[1]));
    }
  }
  std::ranges::sort(query);
  require(query == expected_query(), "a query says what was set", target);
}

}  // namespace
}  // namespace spectrakit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count) {
  using namespace spectrakit;
  FuzzedDataProvider input(bytes, count);
  const std::string base_url = fuzz::take_text(input);
  fuzz::check_base_url(base_url);
  fuzz::check_place(base_url, fuzz::take_text(input));
  const Operation& operation = fuzz::take_operation(input);
  fuzz::Model model(operation);
  for (size_t left = input.ConsumeIntegralInRange<size_t>(0, 8); left > 0; --left) model.set_parameter(input);
  for (size_t left = input.ConsumeIntegralInRange<size_t>(0, 3); left > 0; --left) {
    const std::string name = fuzz::take_text(input);
    model.add_raw_query(name, fuzz::take_text(input));
  }
  model.check(false);
  if (!operation.alternate_path.empty()) model.check(true);
  return 0;
}
