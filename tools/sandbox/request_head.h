#ifndef SPECTRAKIT_TOOLS_SANDBOX_REQUEST_HEAD_H
#define SPECTRAKIT_TOOLS_SANDBOX_REQUEST_HEAD_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spectrakit::sandbox {

/// The request line and headers of one request, as they came in.
struct RequestHead {
  std::string method;
  /// Path and query as sent.
  std::string target;
  bool is_http_1_0 = false;
  std::vector<std::pair<std::string, std::string>> headers;

  /// The target without its query.
  std::string_view path() const;
  /// A header's value by its name in lower case; empty when it was not sent.
  std::string_view header(std::string_view lower_case_name) const;
  /// Whether a comma-separated header holds `token`, in any case.
  bool header_has_token(std::string_view lower_case_name, std::string_view token) const;
  /// The same head for the server behind. What is settled in front of it is left out: the wait for a 100 Continue. No
  /// encoding but gzip is passed on, since the others cost more time than a local client can win.
  std::string bytes_for_server() const;
  void remove_header(std::string_view lower_case_name);
};

/// Why a head can not be served: the status and detail of the answer.
struct HeadProblem {
  int status;
  std::string detail;
};

constexpr size_t kMaxHeadBytes = 64 * 1024;

/// Reads a head that ends with an empty line.
std::optional<RequestHead> parse_request_head(std::string_view bytes, HeadProblem* problem);

/// What the lines of heads are taken apart with.
std::string lower_case(std::string_view text);
std::string_view trimmed(std::string_view text);
/// The line at the start of `bytes`, without its end, and taken off them.
std::string_view next_line(std::string_view* bytes);

}  // namespace spectrakit::sandbox

#endif
