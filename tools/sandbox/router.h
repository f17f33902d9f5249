#ifndef SPECTRAKIT_TOOLS_SANDBOX_ROUTER_H
#define SPECTRAKIT_TOOLS_SANDBOX_ROUTER_H

#include <httplib.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/errors.h"
#include "sandbox/permissions.h"
#include "sandbox/settings.h"

namespace spectrakit::sandbox {

/// A request on its way through a handler.
struct HttpCall {
  const httplib::Request& request;
  httplib::Response& response;
  /// The body, to be read once; null for a method without one.
  const httplib::ContentReader* body;
  /// What stands in the path for each {…} of the route.
  std::vector<std::string> path_parameters;
  /// The company whose key came along; 0 on a route that needs no key.
  int64_t company_id = 0;
  Permissions permissions = 0;
  ErrorFormat error_format = ErrorFormat::kJsonApi;

  void answer(int status, std::string json);
  void fail(int status, const std::string& detail);
  void fail(int status, const std::vector<Problem>& problems);
  /// The whole body; nothing when it is longer than `max_bytes`, or did not arrive whole.
  std::optional<std::string> read_whole_body(size_t max_bytes, bool* is_too_long) const;
};

/// Finds the handler of a request.
class Router {
 public:
  explicit Router(const Settings& settings) : settings_(settings) {}

  using Handler = std::function<void(HttpCall&)>;
  /// Answers itself and returns false when the request may not go on.
  using Guard = std::function<bool(HttpCall&)>;

  /// `pattern` is a path with {…} for a variable segment. Of several that fit a path, the one with fewest of them wins.
  void add(const std::string& method, const std::string& pattern, Handler handler);
  /// Every request below `prefix` passes `guard` first, whether its path exists or not.
  void guard(const std::string& prefix, Guard guard);
  /// 404 for an unknown path, 405 for a known one without this method.
  void handle(const httplib::Request& request, httplib::Response& response, const httplib::ContentReader* body) const;

 private:
  struct Route {
    std::string method;
    std::vector<std::string> segments;
    Handler handler;
  };
  /// The pattern that fits best; null when none does.
  const std::vector<std::string>* find_pattern(const std::vector<std::string>& path) const;

  const Settings& settings_;
  std::vector<Route> routes_;
  std::vector<std::pair<std::string, Guard>> guards_;
};

}  // namespace spectrakit::sandbox

#endif
