#include "sandbox/router.h"

#include <algorithm>
#include <set>

namespace spectrakit::sandbox {
namespace {

// Only the service's own errors have another form on request, not those of what steers the sandbox.
constexpr std::string_view kApiPrefix = "/v2/";

std::vector<std::string> split_path(const std::string& path) {
  std::vector<std::string> segments;
  size_t start = 1;
  while (start <= path.size()) {
    const size_t end = std::min(path.find('/', start), path.size());
    segments.push_back(path.substr(start, end - start));
    start = end + 1;
  }
  return segments;
}

bool match(const std::vector<std::string>& pattern, const std::vector<std::string>& path,
           std::vector<std::string>* parameters) {
  if (pattern.size() != path.size()) return false;
  parameters->clear();
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i].starts_with('{')) {
      parameters->push_back(path[i]);
    } else if (pattern[i] != path[i]) {
      return false;
    }
  }
  return true;
}

size_t parameter_count(const std::vector<std::string>& pattern) {
  return static_cast<size_t>(std::count_if(pattern.begin(), pattern.end(),
                                           [](const std::string& segment) { return segment.starts_with('{'); }));
}

}  // namespace

void HttpCall::answer(int status, std::string json) {
  response.status = status;
  response.set_content("", "application/json");
  response.body = std::move(json);
}

void HttpCall::fail(int status, const std::string& detail) {
  fail(status, std::vector<Problem>{{"", detail}});
}

void HttpCall::fail(int status, const std::vector<Problem>& problems) {
  if (error_format == ErrorFormat::kJsonApi) {
    answer(status, error_document(status, problems));
    return;
  }
  response.status = status;
  response.set_content(problem_details(status, problems, request.path), "application/problem+json");
}

std::optional<std::string> HttpCall::read_whole_body(size_t max_bytes, bool* is_too_long) const {
  *is_too_long = false;
  if (body == nullptr) return std::string();
  std::string text;
  const bool is_whole = (*body)([&](const char* bytes, size_t size) {
    text.append(bytes, size);
    return text.size() <= max_bytes;
  });
  *is_too_long = text.size() > max_bytes;
  return is_whole ? std::optional(std::move(text)) : std::nullopt;
}

void Router::add(const std::string& method, const std::string& pattern, Handler handler) {
  routes_.push_back({method, split_path(pattern), std::move(handler)});
}

void Router::guard(const std::string& prefix, Guard guard) {
  guards_.emplace_back(prefix, std::move(guard));
}

void Router::handle(const httplib::Request& request, httplib::Response& response,
                    const httplib::ContentReader* body) const {
  HttpCall call{request, response, body, {}};
  if (request.path.starts_with(kApiPrefix)) call.error_format = settings_.error_format();
  for (const auto& [prefix, may_pass] : guards_) {
    if (request.path.starts_with(prefix) && !may_pass(call)) return;
  }
  const std::string& method = request.method == "HEAD" ? "GET" : request.method;
  const std::vector<std::string> path = split_path(request.path);
  const std::vector<std::string>* pattern = find_pattern(path);
  if (pattern == nullptr) {
    call.fail(404, "There is nothing at this path.");
    return;
  }
  match(*pattern, path, &call.path_parameters);
  std::set<std::string> other_methods;
  for (const Route& route : routes_) {
    if (route.segments != *pattern) continue;
    if (route.method == method) {
      route.handler(call);
      return;
    }
    other_methods.insert(route.method);
  }
  std::string allowed;
  for (const std::string& other : other_methods) allowed += (allowed.empty() ? "" : ", ") + other;
  response.set_header("Allow", allowed);
  call.fail(405, "This path takes " + allowed + ".");
}

const std::vector<std::string>* Router::find_pattern(const std::vector<std::string>& path) const {
  const std::vector<std::string>* best = nullptr;
  std::vector<std::string> parameters;
  for (const Route& route : routes_) {
    if (!match(route.segments, path, &parameters)) continue;
    if (best == nullptr || parameter_count(route.segments) < parameter_count(*best)) best = &route.segments;
  }
  return best;
}

}  // namespace spectrakit::sandbox
