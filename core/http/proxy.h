#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "http/connection_options.h"
#include "http/environment.h"
#include "http/url.h"

namespace spectrakit::http {

/// What stands between a client and its service.
struct Proxy {
  /// "http://proxy.example.com:3128", without user and password; empty for none.
  std::string url;
  std::string user;
  std::string password;
  /// Which option or variable names it, for messages.
  std::string source;

  bool is_used() const { return !url.empty(); }
  bool speaks_https() const { return url.starts_with("https://"); }
};

/// The proxy on the way to `base_url`: what the options name, else the environment's, by curl's rules. No proxy when
/// the options' or the environment's no_proxy names the host. Status::invalid_argument when it can not be used; the
/// message repeats nothing of it, as it may hold a password.
Result<Proxy> find_proxy(const ConnectionOptions& options, const BaseUrl& base_url, const Environment& environment);

/// Whether `host` is in a list such as "localhost, .example.com, 10.0.0.0/8, ::1"; "*" alone names every host. A name
/// stands for itself and the names below it.
bool is_without_proxy(std::string_view host, std::string_view no_proxy);

}  // namespace spectrakit::http
