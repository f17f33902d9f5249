#include "http/url.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "http/curl_url.h"

namespace spectrakit::http {
namespace {

std::string origin_of(const CurlUrl& url) {
  return url_part(url, CURLUPART_SCHEME) + "://" + url_part(url, CURLUPART_HOST) + ":" +
         url_part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
}

bool has_unprintable(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c <= ' ' || c == 0x7F; });
}

ErrorPtr invalid(std::string_view why) {
  return make_error(Status::invalid_argument,
                    "base URL: " + std::string(why) + "; it looks like https://host or https://host/prefix");
}

}  // namespace

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size() + 8);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_ascii_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      encoded += c;
    } else {
      encoded += '%';
      encoded += kHex[byte >> 4];
      encoded += kHex[byte & 0xF];
    }
  }
  return encoded;
}

std::string percent_decode(std::string_view text) {
  // libcurl takes a length of 0 for "up to the NUL".
  if (text.empty()) return {};
  int length = 0;
  char* const decoded = curl_easy_unescape(nullptr, text.data(), static_cast<int>(text.size()), &length);
  if (decoded == nullptr) throw std::bad_alloc();
  std::string copy(decoded, static_cast<size_t>(length));
  curl_free(decoded);
  return copy;
}

Result<BaseUrl> parse_base_url(std::string_view url) {
  if (has_unprintable(url)) return invalid("white space or control characters");
  if (std::any_of(url.begin(), url.end(), [](unsigned char c) { return c > 0x7F; })) {
    return invalid("characters that are not ASCII; write the host as xn--... and percent-encode the path");
  }
  const CurlUrl parsed = parse_url(url);
  if (parsed == nullptr) return invalid("not a URL with a scheme that SpectraKit speaks");
  const std::string scheme = url_part(parsed, CURLUPART_SCHEME);
  if (scheme != "https" && scheme != "http") return invalid("only http and https are spoken");
  // curl takes one to three slashes; with three, the path's first part would become the host.
  const size_t slashes = url.find("://");
  const bool has_no_host = slashes == std::string_view::npos || url.substr(slashes + 3).starts_with('/');
  if (has_no_host || url_part(parsed, CURLUPART_HOST).empty()) return invalid("the host is missing");
  if (!url_part(parsed, CURLUPART_USER).empty() || !url_part(parsed, CURLUPART_PASSWORD).empty()) {
    return invalid("a user or password does not belong in it");
  }
  if (url.find_first_of("?#") != std::string_view::npos) return invalid("a query or fragment does not belong in it");
  std::string prefix = url_part(parsed, CURLUPART_PATH);
  while (prefix.ends_with('/')) prefix.pop_back();
  return BaseUrl{origin_of(parsed), std::move(prefix)};
}

UrlPlace url_place(std::string_view base, std::string_view url) {
  if (has_unprintable(url)) return {};
  const CurlUrl parsed = parse_url(base);
  if (parsed == nullptr) return {};
  if (curl_url_set(parsed.get(), CURLUPART_URL, std::string(url).c_str(), 0) != CURLUE_OK) return {};
  return {origin_of(parsed), url_part(parsed, CURLUPART_PATH)};
}

std::string resolved_url(std::string_view base, std::string_view url) {
  if (has_unprintable(url)) return {};
  const CurlUrl parsed = parse_url(base);
  if (parsed == nullptr) return {};
  if (curl_url_set(parsed.get(), CURLUPART_URL, std::string(url).c_str(), 0) != CURLUE_OK) return {};
  const std::string scheme = url_part(parsed, CURLUPART_SCHEME);
  if (scheme != "https" && scheme != "http") return {};
  // A user and password in it would be sent along.
  if (!url_part(parsed, CURLUPART_USER).empty() || !url_part(parsed, CURLUPART_PASSWORD).empty()) return {};
  curl_url_set(parsed.get(), CURLUPART_FRAGMENT, nullptr, 0);
  return url_part(parsed, CURLUPART_URL);
}

}  // namespace spectrakit::http
