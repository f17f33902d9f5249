#include "http/proxy.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <utility>

#include "base/ascii.h"
#include "http/curl_url.h"

namespace spectrakit::http {
namespace {

constexpr std::array<std::string_view, 6> kSchemes{"http", "https", "socks4", "socks4a", "socks5", "socks5h"};

struct Setting {
  std::string value;
  /// Where it stands, for messages.
  std::string source;
};

/// The first of the variables that is set.
Setting from_environment(const Environment& environment, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    std::string value = environment(name);
    if (!value.empty()) return {std::move(value), name};
  }
  return {};
}

Setting proxy_setting(const ConnectionOptions& options, bool is_https, const Environment& environment) {
  if (options.proxy) return {*options.proxy, "the client's option proxy"};
  if (is_https) return from_environment(environment, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"});
  // A web server puts a request's header "Proxy" into HTTP_PROXY, so nobody reads that.
  return from_environment(environment, {"http_proxy", "all_proxy", "ALL_PROXY"});
}

Result<Proxy> parse_proxy(const Setting& setting) {
  const auto refused = [&](std::string_view why) {
    return make_error(Status::invalid_argument,
                      "the proxy (" + setting.source + ") " + std::string(why) +
                          "; it looks like http://host:port or http://user:password@host:port");
  };
  const auto is_control = [](unsigned char c) { return c <= ' ' || c == 0x7F; };
  if (std::ranges::any_of(setting.value, is_control)) return refused("holds white space or control characters");
  const bool has_scheme = setting.value.find("://") != std::string::npos;
  const CurlUrl url = parse_url(has_scheme ? setting.value : "http://" + setting.value, CURLU_NON_SUPPORT_SCHEME);
  if (url == nullptr) return refused("is no URL");
  const std::string scheme = url_part(url, CURLUPART_SCHEME);
  if (!std::ranges::count(kSchemes, scheme)) return refused("speaks neither http, https nor socks");
  const std::string host = url_part(url, CURLUPART_HOST);
  if (host.empty()) return refused("has no host");
  std::string port = url_part(url, CURLUPART_PORT);
  if (port.empty()) port = scheme == "https" ? "443" : "1080";
  Proxy proxy;
  proxy.url = scheme + "://" + host + ":" + port;
  proxy.source = setting.source;
  proxy.user = url_part(url, CURLUPART_USER, CURLU_URLDECODE);
  proxy.password = url_part(url, CURLUPART_PASSWORD, CURLU_URLDECODE);
  return proxy;
}

/// The bytes of an IP address; empty when the text is none.
std::string address_bytes(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  const std::string name(text);
  std::array<char, sizeof(in6_addr)> bytes{};
  if (inet_pton(AF_INET, name.c_str(), bytes.data()) == 1) return {bytes.data(), sizeof(in_addr)};
  if (inet_pton(AF_INET6, name.c_str(), bytes.data()) == 1) return {bytes.data(), sizeof(in6_addr)};
  return {};
}

bool have_same_prefix(std::string_view left, std::string_view right, size_t bits) {
  if (left.size() != right.size() || bits > left.size() * 8) return false;
  for (size_t bit = 0; bit < bits; ++bit) {
    const int difference = left[bit / 8] ^ right[bit / 8];
    if (difference & (0x80 >> (bit % 8))) return false;
  }
  return true;
}

bool names_address(std::string_view entry, std::string_view address) {
  const size_t slash = entry.find('/');
  const std::string network = address_bytes(entry.substr(0, slash));
  size_t bits = network.size() * 8;
  if (slash != std::string_view::npos) {
    const std::string_view digits = entry.substr(slash + 1);
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (failure != std::errc() || end != digits.data() + digits.size()) return false;
  }
  return !network.empty() && have_same_prefix(network, address, bits);
}

bool names_host(std::string_view entry, std::string_view host) {
  if (entry.starts_with('.')) entry.remove_prefix(1);
  if (entry.ends_with('.')) entry.remove_suffix(1);
  if (entry.empty() || !host.ends_with(entry)) return false;
  return host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.';
}

}  // namespace

bool is_without_proxy(std::string_view host_name, std::string_view no_proxy) {
  if (no_proxy == "*") return true;
  std::string host = ascii_lower(host_name);
  if (host.ends_with('.')) host.pop_back();
  const std::string address = address_bytes(host);
  const std::string list = ascii_lower(no_proxy);
  constexpr std::string_view kSeparators = ", \t";
  for (size_t start = list.find_first_not_of(kSeparators); start != std::string::npos;) {
    const size_t end = std::min(list.find_first_of(kSeparators, start), list.size());
    const std::string_view entry = std::string_view(list).substr(start, end - start);
    if (address.empty() ? names_host(entry, host) : names_address(entry, address)) return true;
    start = list.find_first_not_of(kSeparators, end);
  }
  return false;
}

Result<Proxy> find_proxy(const ConnectionOptions& options, const BaseUrl& base_url, const Environment& environment) {
  const Setting setting = proxy_setting(options, base_url.is_https(), environment);
  if (setting.value.empty()) return Proxy{};
  Result<Proxy> proxy = parse_proxy(setting);
  if (!proxy.ok()) return proxy;
  const std::string no_proxy =
      options.no_proxy ? *options.no_proxy : from_environment(environment, {"no_proxy", "NO_PROXY"}).value;
  if (is_without_proxy(url_part(parse_url(base_url.origin), CURLUPART_HOST), no_proxy)) return Proxy{};
  return proxy;
}

}  // namespace spectrakit::http
