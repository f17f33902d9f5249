#include "sandbox/request_head.h"

#include <strings.h>

#include <algorithm>

namespace spectrakit::sandbox {
namespace {

// The server behind reads no longer lines.
constexpr size_t kMaxLineBytes = 8000;

bool parse_request_line(std::string_view line, RequestHead* head) {
  const size_t first = line.find(' ');
  const size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == 0 || last <= first + 1) return false;
  head->method = line.substr(0, first);
  head->target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  head->is_http_1_0 = version == "HTTP/1.0";
  const bool is_plain = head->target.find_first_of(" \t#") == std::string::npos;
  return is_plain && head->target.front() == '/' && (head->is_http_1_0 || version == "HTTP/1.1");
}

bool equals_lower_case(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() && ::strncasecmp(text.data(), lower.data(), lower.size()) == 0;
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string_view next_line(std::string_view* bytes) {
  const size_t end = bytes->find("\r\n");
  const std::string_view line = bytes->substr(0, end);
  bytes->remove_prefix(std::min(bytes->size(), line.size() + 2));
  return line;
}

std::string_view RequestHead::path() const {
  return std::string_view(target).substr(0, target.find('?'));
}

std::string_view RequestHead::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (equals_lower_case(name, lower_case_name)) return value;
  }
  return {};
}

bool RequestHead::header_has_token(std::string_view lower_case_name, std::string_view token) const {
  std::string list = lower_case(header(lower_case_name));
  std::string_view rest = list;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find(','), rest.size());
    const std::string_view item = rest.substr(0, end);
    if (trimmed(item.substr(0, item.find(';'))) == token) return true;
    rest.remove_prefix(std::min(rest.size(), end + 1));
  }
  return false;
}

void RequestHead::remove_header(std::string_view lower_case_name) {
  std::erase_if(headers, [&](const auto& header) { return equals_lower_case(header.first, lower_case_name); });
}

std::string RequestHead::bytes_for_server() const {
  std::string bytes = method + " " + target + (is_http_1_0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
  for (const auto& [name, value] : headers) {
    if (equals_lower_case(name, "expect") || equals_lower_case(name, "accept-encoding")) continue;
    (((bytes += name) += ": ") += value) += "\r\n";
  }
  if (header_has_token("accept-encoding", "gzip")) bytes += "Accept-Encoding: gzip\r\n";
  return bytes + "\r\n";
}

std::optional<RequestHead> parse_request_head(std::string_view bytes, HeadProblem* problem) {
  if (!bytes.ends_with("\r\n\r\n")) {
    *problem = {431, "The head of the request is too long."};
    return std::nullopt;
  }
  RequestHead head;
  const std::string_view request_line = next_line(&bytes);
  if (request_line.size() > kMaxLineBytes) {
    *problem = {414, "The address of the request is too long."};
    return std::nullopt;
  }
  if (!parse_request_line(request_line, &head)) {
    *problem = {400, "The request line is malformed."};
    return std::nullopt;
  }
  for (std::string_view line = next_line(&bytes); !line.empty(); line = next_line(&bytes)) {
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0 || line.find(' ') < colon || line.find('\t') < colon) {
      *problem = {400, "A header line is malformed."};
      return std::nullopt;
    }
    if (line.size() > kMaxLineBytes) {
      *problem = {431, "A header line is too long."};
      return std::nullopt;
    }
    head.headers.emplace_back(line.substr(0, colon), trimmed(line.substr(colon + 1)));
  }
  return head;
}

}  // namespace spectrakit::sandbox
