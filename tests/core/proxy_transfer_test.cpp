#include <gtest/gtest.h>

#include <map>
#include <ostream>
#include <string>

#include "http/proxy.h"

namespace spectrakit::http {
namespace {

class ProxyTest : public testing::Test {
 protected:
  Result<Proxy> find(const std::string& base_url) {
    const auto environment = [this](const char* name) { return variables_[name]; };
    return find_proxy(options_, parse_base_url(base_url).value, environment);
  }
  std::string url(const std::string& base_url = "https://api.example.com") {
    const Result<Proxy> proxy = find(base_url);
    return proxy.ok() ? proxy.value.url : proxy.error->message;
  }

  ConnectionOptions options_;
  std::map<std::string, std::string> variables_;
};

TEST_F(ProxyTest, NoneIsUsedWhenNothingNamesOne) {
  EXPECT_EQ(url(), "");
}

TEST_F(ProxyTest, EachSchemeHasItsVariable) {
  variables_["http_proxy"] = "http://plain.example.com:3128";
  variables_["https_proxy"] = "http://tls.example.com:3128";
  EXPECT_EQ(url("http://api.example.com"), "http://plain.example.com:3128");
  EXPECT_EQ(url("https://api.example.com"), "http://tls.example.com:3128");
}

TEST_F(ProxyTest, LowerCaseGoesFirstAndTheVariableForAllLast) {
  variables_["ALL_PROXY"] = "http://all-upper:1";
  EXPECT_EQ(url(), "http://all-upper:1");
  variables_["all_proxy"] = "http://all-lower:1";
  EXPECT_EQ(url(), "http://all-lower:1");
  variables_["HTTPS_PROXY"] = "http://upper:1";
  EXPECT_EQ(url(), "http://upper:1");
  variables_["https_proxy"] = "http://lower:1";
  EXPECT_EQ(url(), "http://lower:1");
}

TEST_F(ProxyTest, HttpProxyInUpperCaseIsNotRead) {
  variables_["HTTP_PROXY"] = "http://attacker:1";
  EXPECT_EQ(url("http://api.example.com"), "");
  EXPECT_EQ(url("https://api.example.com"), "");
}

TEST_F(ProxyTest, TheOptionGoesBeforeTheEnvironment) {
  variables_["https_proxy"] = "http://environment:1";
  options_.proxy = "http://option:2";
  EXPECT_EQ(url(), "http://option:2");
  options_.proxy = "";
  EXPECT_EQ(url(), "");
}

TEST_F(ProxyTest, NoProxyHoldsForBothAndItsOptionGoesFirst) {
  variables_["https_proxy"] = "http://environment:1";
  variables_["NO_PROXY"] = "example.com";
  EXPECT_EQ(url(), "");
  options_.proxy = "http://option:2";
  EXPECT_EQ(url(), "");
  options_.no_proxy = "";
  EXPECT_EQ(url(), "http://option:2");
  options_.no_proxy = "other.example.com";
  EXPECT_EQ(url(), "http://option:2");
}

TEST_F(ProxyTest, TheHostOfABaseUrlInBracketsIsAnAddress) {
  options_.proxy = "http://option:2";
  options_.no_proxy = "::1";
  EXPECT_EQ(url("http://[::1]:8080"), "");
}

TEST_F(ProxyTest, SchemeAndPortMayBeLeftOut) {
  options_.proxy = "proxy.example.com:8080";
  EXPECT_EQ(url(), "http://proxy.example.com:8080");
  options_.proxy = "proxy.example.com";
  EXPECT_EQ(url(), "http://proxy.example.com:1080");
  options_.proxy = "https://proxy.example.com";
  EXPECT_EQ(url(), "https://proxy.example.com:443");
  options_.proxy = "socks5h://[::1]:9050/";
  EXPECT_EQ(url(), "socks5h://[::1]:9050");
  options_.proxy = "http://proxy.example.com:80";
  EXPECT_EQ(url(), "http://proxy.example.com:80");
}

TEST_F(ProxyTest, UserAndPasswordAreTakenOutAndDecoded) {
  options_.proxy = "http://lab%40home:p%3Aw@proxy.example.com:8080";
  const Result<Proxy> proxy = find("https://api.example.com");
  ASSERT_TRUE(proxy.ok()) << proxy.error->message;
  EXPECT_EQ(proxy.value.url, "http://proxy.example.com:8080");
  EXPECT_EQ(proxy.value.user, "lab@home");
  EXPECT_EQ(proxy.value.password, "p:w");
}

TEST_F(ProxyTest, WhatIsNoProxyIsRefusedWithoutBeingShown) {
  for (const std::string& bad :
       {std::string("http://user:secret@"), std::string("ftp://user:secret@host"), std::string("http://secret host:1"),
        std::string("http://host:1\r\nX-Secret: secret"), std::string("http://user:secret@host:99999"),
        std::string("http://secret\0host", 18)}) {
    options_.proxy = bad;
    const Result<Proxy> proxy = find("https://api.example.com");
    ASSERT_FALSE(proxy.ok()) << bad;
    EXPECT_EQ(proxy.error->status, Status::invalid_argument);
    EXPECT_EQ(proxy.error->message.find("secret"), std::string::npos) << proxy.error->message;
    EXPECT_NE(proxy.error->message.find("the client's option proxy"), std::string::npos) << proxy.error->message;
  }
  options_.proxy.reset();
  variables_["https_proxy"] = "nonsense://host";
  EXPECT_NE(url().find("(https_proxy)"), std::string::npos) << url();
}

struct NoProxyCase {
  const char* host;
  const char* list;
  bool is_named;
};

void PrintTo(const NoProxyCase& one, std::ostream* out) {
  *out << one.host << " beside \"" << one.list << '"';
}

class NoProxyTest : public testing::TestWithParam<NoProxyCase> {};

TEST_P(NoProxyTest, NamesHostsByTheRulesOfCurl) {
  EXPECT_EQ(is_without_proxy(GetParam().host, GetParam().list), GetParam().is_named);
}

INSTANTIATE_TEST_SUITE_P(
    Lists, NoProxyTest,
    testing::Values(
        NoProxyCase{"example.com", "", false}, NoProxyCase{"example.com", "*", true},
        NoProxyCase{"example.com", "*.com", false}, NoProxyCase{"example.com", "example.com", true},
        NoProxyCase{"api.example.com", "example.com", true}, NoProxyCase{"api.example.com", ".example.com", true},
        NoProxyCase{"example.com", ".example.com", true}, NoProxyCase{"badexample.com", "example.com", false},
        NoProxyCase{"example.com", "api.example.com", false}, NoProxyCase{"EXAMPLE.com.", "Example.COM", true},
        NoProxyCase{"example.com", "example.com.", true}, NoProxyCase{"b.test", "a.test, b.test", true},
        NoProxyCase{"b.test", " a.test b.test ", true}, NoProxyCase{"b.test", "a.test,,b.test,", true},
        NoProxyCase{"b.test", "a.test, *", false}, NoProxyCase{"127.0.0.1", "127.0.0.1", true},
        NoProxyCase{"127.0.0.1", "0.0.1", false}, NoProxyCase{"10.1.2.3", "10.0.0.0/8", true},
        NoProxyCase{"11.1.2.3", "10.0.0.0/8", false}, NoProxyCase{"192.168.1.129", "192.168.1.128/25", true},
        NoProxyCase{"192.168.1.127", "192.168.1.128/25", false}, NoProxyCase{"10.1.2.3", "10.0.0.0/99", false},
        NoProxyCase{"10.1.2.3", "10.0.0.0/x", false}, NoProxyCase{"10.1.2.3", "0.0.0.0/0", true},
        NoProxyCase{"[::1]", "::1", true}, NoProxyCase{"[fd00::1]", "fd00::/8", true},
        NoProxyCase{"[fe80::1]", "fd00::/8", false}, NoProxyCase{"::1", "[::1]", true},
        NoProxyCase{"10.1.2.3", "::/0", false}));

}  // namespace
}  // namespace spectrakit::http
