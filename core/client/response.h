#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/attempt.h"
#include "client/call_trace.h"
#include "http/transfer.h"
#include "json/document.h"

namespace spectrakit {

/// A service's answer to a call that succeeded.
struct Response {
  int32_t http_status = 0;
  std::vector<http::Header> headers;
  /// Empty (its root is absent) when the answer has no body.
  json::Document document;
  /// Where the records stand: the elements of a list, or the one record of a single answer.
  std::vector<json::Position> records;
  std::vector<Attempt> attempts;
  CallTrace trace;
};

/// A header's value by its name in any case; null when it was not sent.
const std::string* find_header(const std::vector<http::Header>& headers, std::string_view name);

/// The service's id of the request; empty when it sent none.
std::string_view request_id_of(const std::vector<http::Header>& headers);

/// Status::malformed_response when the body is there but is no JSON within the limits; the headers of `result` stay
/// with it then.
Result<std::unique_ptr<Response>> make_response(http::TransferResult& result, std::string_view records_member,
                                                const json::ParseLimits& limits);

}  // namespace spectrakit
