#include "http/url.h"

#include <curl/curl.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace spectrakit::http {
namespace {

std::string encoded_by_curl(const std::string& text) {
  char* encoded = curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size()));
  std::string copy(encoded);
  curl_free(encoded);
  return copy;
}

TEST(PercentEncode, EveryByteIsEncodedAsCurlDoes) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text(3, static_cast<char>(byte));
    EXPECT_EQ(percent_encode(text), encoded_by_curl(text)) << byte;
  }
}

TEST(PercentEncode, TextsAreEncodedAsCurlDoes) {
  for (const std::string text :
       {"page[size]", "a b&c=d+e", "100%", "-._~", "\xC3\xA9\xF0\x9F\x98\x80", "12 O'Hara/St."}) {
    EXPECT_EQ(percent_encode(text), encoded_by_curl(text));
  }
  EXPECT_EQ(percent_encode(""), "");
}

struct GoodBase {
  std::string url;
  std::string origin;
  std::string prefix;
};

TEST(BaseUrl, OriginAndPrefixAreTakenApart) {
  const std::vector<GoodBase> rows{
      {"https://connect.example.com", "https://connect.example.com:443", ""},
      {"https://connect.example.com/", "https://connect.example.com:443", ""},
      {"http://127.0.0.1:8080", "http://127.0.0.1:8080", ""},
      {"http://localhost", "http://localhost:80", ""},
      {"HTTPS://example.com/api", "https://example.com:443", "/api"},
      {"https://example.com/api/v1", "https://example.com:443", "/api/v1"},
      {"https://example.com/api/v1/", "https://example.com:443", "/api/v1"},
      {"https://example.com/api///", "https://example.com:443", "/api"},
      {"https://example.com:444/a%20b", "https://example.com:444", "/a%20b"},
      {"http://[::1]:8443/x", "http://[::1]:8443", "/x"},
      {"https://[2001:db8::1]", "https://[2001:db8::1]:443", ""},
  };
  for (const GoodBase& row : rows) {
    const Result<BaseUrl> base = parse_base_url(row.url);
    ASSERT_TRUE(base.ok()) << row.url << ": " << base.error->message;
    EXPECT_EQ(base.value.origin, row.origin) << row.url;
    EXPECT_EQ(base.value.path_prefix, row.prefix) << row.url;
    EXPECT_EQ(base.value.url(), row.origin + row.prefix);
  }
}

TEST(BaseUrl, WhatIsNoPlainHttpAddressIsRefused) {
  const std::vector<std::string> rows{
      "",
      "example.com",
      "//example.com",
      "/v2",
      "https://",
      "https:",
      "ftp://example.com",
      "file:///etc/passwd",
      "ws://example.com",
      "javascript:alert(1)",
      "https://user@example.com",
      "https://user:password@example.com",
      "https://:password@example.com",
      "https://example.com?key=1",
      "https://example.com/a?",
      "https://example.com/#top",
      "https://example.com#",
      "https://exa mple.com",
      " https://example.com",
      "https://example.com ",
      "https://example.com/a b",
      "https://example.com\r\nX-Injected: 1",
      std::string("https://example.com\0.example.org", 32),
      "https://example.com\x7F",
      "https://example.com:99999",
      "https://example.com:port",
      "https://[::1",
      "https://[not-an-address]",
  };
  for (const std::string& url : rows) {
    const Result<BaseUrl> base = parse_base_url(url);
    ASSERT_FALSE(base.ok()) << url << " became " << base.value.url();
    EXPECT_EQ(base.error->status, Status::invalid_argument) << url;
    EXPECT_NE(base.error->message.find("https://host"), std::string::npos);
  }
}

TEST(BaseUrl, AUrlWithoutAHostIsRefused) {
  for (const char* url : {"https:///v2", "https:/v2"}) EXPECT_FALSE(parse_base_url(url).ok()) << url;
}

TEST(BaseUrl, ARefusedPasswordIsNotRepeatedInTheMessage) {
  const Result<BaseUrl> base = parse_base_url("https://jane:hunter2@example.com");
  ASSERT_FALSE(base.ok());
  EXPECT_EQ(base.error->message.find("hunter2"), std::string::npos);
  EXPECT_EQ(base.error->message.find("jane"), std::string::npos);
}

struct PlaceCase {
  std::string url;
  std::string origin;
  std::string path;
};

TEST(UrlPlace, LinksAreResolvedAgainstTheBase) {
  const std::string base = "https://example.com:443/api/v2/inspections";
  const std::vector<PlaceCase> rows{
      {"https://example.com/api/v2/inspections?page[number]=2", "https://example.com:443", "/api/v2/inspections"},
      {"https://example.com:443/x", "https://example.com:443", "/x"},
      {"https://example.org/x", "https://example.org:443", "/x"},
      {"http://example.com/x", "http://example.com:80", "/x"},
      {"https://example.com:8443/x", "https://example.com:8443", "/x"},
      {"/api/v2/inspections?page%5Bnumber%5D=2", "https://example.com:443", "/api/v2/inspections"},
      {"?page[number]=2", "https://example.com:443", "/api/v2/inspections"},
      {"contacts", "https://example.com:443", "/api/v2/contacts"},
      {"../v3/contacts", "https://example.com:443", "/api/v3/contacts"},
      {"//example.org/x", "https://example.org:443", "/x"},
      {"https://user@example.org/x", "https://example.org:443", "/x"},
  };
  for (const PlaceCase& row : rows) {
    const UrlPlace place = url_place(base, row.url);
    EXPECT_EQ(place.origin, row.origin) << row.url;
    EXPECT_EQ(place.path, row.path) << row.url;
  }
}

TEST(UrlPlace, WhatIsNoUrlHasNoPlace) {
  const std::string base = "https://example.com/";
  for (const std::string url : {"https://exa mple.com/", "/a\nb", "https://[::1", "https://example.com:99999/"}) {
    EXPECT_EQ(url_place(base, url).origin, "") << url;
    EXPECT_EQ(url_place(base, url).path, "") << url;
  }
  EXPECT_EQ(url_place("no base", "/x").origin, "");
}

}  // namespace
}  // namespace spectrakit::http
