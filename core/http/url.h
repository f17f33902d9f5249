#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace spectrakit::http {

/// Percent-encodes everything but RFC 3986's unreserved characters.
std::string percent_encode(std::string_view text);

/// The other way; what is no escape stays as it is.
std::string percent_decode(std::string_view text);

/// The address of a service: scheme, host, port and a path prefix without a slash at its end.
struct BaseUrl {
  std::string origin;
  std::string path_prefix;

  bool is_https() const { return origin.starts_with("https:"); }
  std::string url() const { return origin + path_prefix; }
};

/// Takes an http or https URL with a host; user, password, query and fragment are refused.
Result<BaseUrl> parse_base_url(std::string_view url);

/// Origin ("https://host:port", with the port always there) and path of a URL; both empty when it is none.
struct UrlPlace {
  std::string origin;
  std::string path;
};

/// `url` may be relative to `base`.
UrlPlace url_place(std::string_view base, std::string_view url);

/// `url`, which may be relative to `base`, as a whole; empty when that gives no http or https URL.
std::string resolved_url(std::string_view base, std::string_view url);

}  // namespace spectrakit::http
