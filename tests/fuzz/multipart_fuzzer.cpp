// A strict reader of RFC 7578 finds just the parts that went into a body; no name, file name or value can add a line to
// a part's head, or a part.
#include <algorithm>
#include <optional>

#include "http/multipart.h"
#include "property.h"
#include "requests.h"

namespace spectrakit::fuzz {
namespace {

struct ReadPart {
  std::vector<std::string> head_lines;
  std::string content;
};

std::string bytes_of(const http::Body& body) {
  std::string bytes;
  for (const http::Body::Piece& piece : body.pieces) bytes += *std::get<http::SharedBytes>(piece);
  return bytes;
}

/// Takes `expected` off the front of `rest`; false when something else stands there.
bool take(std::string_view& rest, std::string_view expected) {
  if (!rest.starts_with(expected)) return false;
  rest.remove_prefix(expected.size());
  return true;
}

/// Takes what stands before `end`, and `end` as well.
std::optional<std::string_view> take_until(std::string_view& rest, std::string_view end) {
  const size_t at = rest.find(end);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(at + end.size());
  return taken;
}

/// Nothing when the bytes are not parts, one after the other, with nothing before, between or behind them.
std::optional<std::vector<ReadPart>> read_parts(std::string_view rest, const std::string& boundary) {
  std::vector<ReadPart> parts;
  if (!take(rest, "--" + boundary)) return std::nullopt;
  while (!take(rest, "--\r\n")) {
    if (!take(rest, "\r\n")) return std::nullopt;
    ReadPart part;
    while (!take(rest, "\r\n")) {
      const std::optional<std::string_view> line = take_until(rest, "\r\n");
      if (!line) return std::nullopt;
      part.head_lines.emplace_back(*line);
    }
    const std::optional<std::string_view> content = take_until(rest, "\r\n--" + boundary);
    if (!content) return std::nullopt;
    part.content = *content;
    parts.push_back(std::move(part));
  }
  if (!rest.empty()) return std::nullopt;
  return parts;
}

/// What a quoted text stands for, by the HTML standard's rules; the escaped text of "%22" is ambiguous there, so both
/// sides of a comparison go through this.
std::string with_percent_escapes_undone(std::string text) {
  for (const auto& [escape, character] : {std::pair{"%22", "\""}, {"%0D", "\r"}, {"%0A", "\n"}}) {
    for (size_t at = 0; (at = text.find(escape, at)) != std::string::npos; ++at) text.replace(at, 3, character);
  }
  return text;
}

/// Takes a quoted text off the front of `rest`: any character but a quote or the end of a line.
std::optional<std::string> take_quoted(std::string_view& rest) {
  if (!take(rest, "\"")) return std::nullopt;
  const std::optional<std::string_view> quoted = take_until(rest, "\"");
  if (!quoted || quoted->find_first_of("\r\n") != std::string_view::npos) return std::nullopt;
  return with_percent_escapes_undone(std::string(*quoted));
}

void check_part(const http::FormPart& part, const ReadPart& read) {
  require(!read.head_lines.empty(), "a part has a head");
  const std::string& line = read.head_lines.front();
  std::string_view rest = line;
  require(take(rest, "Content-Disposition: form-data; name="), "a part says that it belongs to a form", line);
  require(take_quoted(rest) == with_percent_escapes_undone(part.name), "a part keeps its name", line);
  if (!part.file_name.empty()) {
    require(take(rest, "; filename="), "a file has a name", line);
    require(take_quoted(rest) == with_percent_escapes_undone(part.file_name), "a file keeps its name", line);
  }
  require(rest.empty(), "nothing follows a part's names", line);
  const bool has_type = !part.content_type.empty();
  require(read.head_lines.size() == (has_type ? 2 : 1), "no text adds a line to a part's head", read.head_lines.back());
  require(!has_type || read.head_lines.back() == "Content-Type: " + part.content_type, "a part keeps its type",
          read.head_lines.back());
  require(read.content == *std::get<http::SharedBytes>(part.content), "a part keeps its content", read.content);
}

void check_body(const std::vector<http::FormPart>& parts, const http::Body& body) {
  std::string_view boundary = body.content_type;
  require(take(boundary, "multipart/form-data; boundary="), "a body says what it is", body.content_type);
  require(boundary.size() <= 70 && is_printable_ascii(boundary), "a boundary is a token", boundary);
  const std::string bytes = bytes_of(body);
  require(body.total_bytes() == bytes.size(), "a body's size is that of its bytes");
  const std::optional<std::vector<ReadPart>> read = read_parts(bytes, std::string(boundary));
  require(read.has_value(), "a body is made of parts", bytes);
  require(read->size() == parts.size(), "each part is one part", bytes);
  for (size_t at = 0; at < parts.size(); ++at) check_part(parts[at], (*read)[at]);
}

std::string media_type_for(const std::string& file_name) {
  const std::string type(http::content_type_of(file_name));
  require(std::ranges::count(type, '/') == 1 && is_printable_ascii(type), "a media type is one", file_name);
  return type;
}

/// The same by way of a request, which names its fields as JSON:API forms do.
void check_request(const std::vector<http::FormPart>& parts, Random& random) {
  Request request = Request::raw("POST", "/v2/things").value;
  std::vector<http::FormPart> fields;
  std::vector<http::FormPart> files;
  for (const http::FormPart& part : parts) {
    const std::string& content = *std::get<http::SharedBytes>(part.content);
    const bool is_file = !part.file_name.empty();
    std::vector<http::FormPart>& kept = is_file ? files : fields;
    const ErrorPtr refusal = is_file ? request.set_file_bytes(part.name, content, part.file_name)
                                     : request.set_attribute(part.name, content);
    if (refusal != nullptr) continue;
    const std::string name = "data[attributes][" + part.name + "]";
    std::erase_if(kept, [&](const http::FormPart& earlier) { return earlier.name == name; });
    kept.push_back({name, part.content, part.file_name, part.content_type});
  }
  if (files.empty()) return;
  fields.insert(fields.end(), files.begin(), files.end());
  check_body(fields, *request.body(random));
}

}  // namespace
}  // namespace spectrakit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count) {
  using namespace spectrakit;
  FuzzedDataProvider input(bytes, count);
  std::vector<http::FormPart> parts;
  for (size_t left = input.ConsumeIntegralInRange<size_t>(0, 4); left > 0; --left) {
    http::FormPart part;
    part.name = fuzz::take_text(input);
    part.content = std::make_shared<const std::string>(fuzz::take_text(input));
    if (input.ConsumeBool()) part.file_name = fuzz::take_text(input);
    if (!part.file_name.empty()) part.content_type = fuzz::media_type_for(part.file_name);
    parts.push_back(std::move(part));
  }
  // A boundary that is drawn from a fixed seed would be learned by the fuzzer, and then stand in the parts.
  static Random random(std::nullopt);
  fuzz::check_body(parts, http::multipart_body(parts, random));
  fuzz::check_request(parts, random);
  return 0;
}
