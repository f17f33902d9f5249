#pragma once

#include <curl/curl.h>

#include <memory>
#include <new>
#include <string>
#include <string_view>

namespace spectrakit::http {

struct CurlUrlDeleter {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

/// A URL, taken apart by curl.
using CurlUrl = std::unique_ptr<CURLU, CurlUrlDeleter>;

/// Null when curl takes it for no URL.
inline CurlUrl parse_url(std::string_view url, unsigned flags = 0) {
  CurlUrl parsed(curl_url());
  if (parsed == nullptr) throw std::bad_alloc();
  if (curl_url_set(parsed.get(), CURLUPART_URL, std::string(url).c_str(), flags) != CURLUE_OK) return nullptr;
  return parsed;
}

/// Empty when the URL has no such part.
inline std::string url_part(const CurlUrl& url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, flags) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

}  // namespace spectrakit::http
