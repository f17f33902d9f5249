#include "sandbox/errors.h"

#include <map>
#include <nlohmann/json.hpp>

namespace spectrakit::sandbox {

std::string status_title(int status) {
  static const std::map<int, std::string> kTitles = {
      {100, "Continue"},
      {102, "Processing"},
      {103, "Early Hints"},
      {200, "OK"},
      {201, "Created"},
      {204, "No Content"},
      {301, "Moved Permanently"},
      {302, "Found"},
      {303, "See Other"},
      {307, "Temporary Redirect"},
      {308, "Permanent Redirect"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {413, "Payload Too Large"},
      {414, "URI Too Long"},
      {415, "Unsupported Media Type"},
      {422, "Unprocessable Entity"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {502, "Bad Gateway"},
      {503, "Service Unavailable"},
      {504, "Gateway Timeout"},
  };
  const auto found = kTitles.find(status);
  return found == kTitles.end() ? "Unnamed Status" : found->second;
}

std::string error_document(int status, const std::vector<Problem>& problems) {
  using Json = nlohmann::ordered_json;
  Json errors = Json::array();
  for (const Problem& problem : problems) {
    Json error = {{"status", std::to_string(status)}, {"title", status_title(status)}, {"detail", problem.detail}};
    if (!problem.pointer.empty()) error["source"] = {{"pointer", problem.pointer}};
    errors.push_back(std::move(error));
  }
  // A detail may quote what the client sent, whatever bytes that was.
  return Json{{"errors", std::move(errors)}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string error_document(int status, const std::string& detail) {
  return error_document(status, std::vector<Problem>{{"", detail}});
}

std::string problem_details(int status, const std::vector<Problem>& problems, const std::string& path) {
  using Json = nlohmann::ordered_json;
  Json document = {{"type", "about:blank"}, {"title", status_title(status)}, {"status", status}};
  document["detail"] = problems.size() == 1 ? problems.front().detail : "There are several problems.";
  document["instance"] = path;
  for (const Problem& problem : problems) {
    if (problem.pointer.empty()) continue;
    document["errors"].push_back({{"detail", problem.detail}, {"pointer", "#" + problem.pointer}});
  }
  return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace spectrakit::sandbox
