#include "client/response.h"

#include <strings.h>

#include <array>
#include <utility>

namespace spectrakit {
namespace {

std::vector<json::Position> find_records(const json::Document& document, std::string_view records_member) {
  std::vector<json::Position> records;
  const json::Position data = document.member(document.root(), records_member);
  if (document.kind(data) == json::Kind::object) {
    records.push_back(data);
  } else if (document.kind(data) == json::Kind::array) {
    for (json::Position at = document.first(data); at != json::kAbsent; at = document.next(at)) records.push_back(at);
  }
  return records;
}

}  // namespace

const std::string* find_header(const std::vector<http::Header>& headers, std::string_view name) {
  for (const http::Header& header : headers) {
    if (header.name.size() == name.size() && strncasecmp(header.name.data(), name.data(), name.size()) == 0) {
      return &header.value;
    }
  }
  return nullptr;
}

std::string_view request_id_of(const std::vector<http::Header>& headers) {
  // The second is what Zuplo, probably Spectora's gateway, sends.
  constexpr std::array<std::string_view, 2> kNames{"x-request-id", "zp-rid"};
  for (const std::string_view name : kNames) {
    if (const std::string* value = find_header(headers, name)) return *value;
  }
  return "";
}

Result<std::unique_ptr<Response>> make_response(http::TransferResult& result, std::string_view records_member,
                                                const json::ParseLimits& limits) {
  auto response = std::make_unique<Response>();
  response->http_status = result.http_status;
  if (result.body.size() > 0) {
    Result<json::Document> document = json::Document::parse(std::move(result.body), limits);
    if (!document.ok()) return std::move(document.error);
    response->document = std::move(document.value);
    response->records = find_records(response->document, records_member);
  }
  response->headers = std::move(result.headers);
  return response;
}

}  // namespace spectrakit
