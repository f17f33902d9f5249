#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/attempt.h"
#include "client/call_trace.h"
#include "http/transfer.h"

namespace spectrakit {

/// An answer's head and, for an error, its body.
struct AnswerView {
  int32_t http_status = 0;
  const std::vector<http::Header>& headers;
  std::string_view body;
  bool body_is_cut = false;
};

/// For people: what was tried, when and why, and the same request as a curl command without the key. `ending` says how
/// the call ended.
std::string explain(const CallTrace& trace, const std::vector<Attempt>& attempts, std::string_view ending);

/// What the service's support asks for (Spectora's FAQ, "How do I get help?"): the request's URL, the parameters that
/// were sent and the response that came, with the attempts. Cookies are left out.
std::string support_bundle(const CallTrace& trace, const std::vector<Attempt>& attempts, std::string_view ending,
                           const AnswerView& answer);

/// One argument for a POSIX shell.
std::string shell_quoted(std::string_view text);

/// A file's name behind the @ of curl's -F, where a comma or semicolon would end it.
std::string curl_quoted(std::string_view file_name);

}  // namespace spectrakit
