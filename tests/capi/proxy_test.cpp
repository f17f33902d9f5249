#include <cstdlib>
#include <mutex>

#include "capi_test.h"
#include "raw_server.h"
#include "tls_server.h"

namespace spectrakit::tests {
namespace {

constexpr const char* kJson = R"({"data":{"id":"10000002","type":"inspection"}})";

std::string answer(const std::string& status, const std::string& body, const std::string& headers = "") {
  return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// A proxy that answers each request with the same bytes.
class AnsweringProxy {
 public:
  explicit AnsweringProxy(std::string bytes)
      : bytes_(std::move(bytes)), server_([this](RawPeer& peer) {
          for (std::string head = peer.read_head(); !head.empty(); head = peer.read_head()) {
            const std::lock_guard lock(mutex_);
            heads_ += head;
            peer.write(bytes_);
          }
        }) {}

  /// With a user and a password in front.
  std::string url() const { return "http://lab:s3cret-pass@" + address(); }
  std::string address() const { return server_.url().substr(std::string_view("http://").size()); }
  std::string heads() {
    const std::lock_guard lock(mutex_);
    return heads_;
  }

 private:
  const std::string bytes_;
  std::mutex mutex_;
  std::string heads_;
  RawServer server_;
};

class ProxyTest : public CapiTest {
 protected:
  Client make_proxied_client(const std::string& proxy, const std::string& base_url,
                             const std::function<void(spk_client_options*)>& adjust = {}) {
    return make_client(engine_, [&](spk_client_options* options) {
      spk_client_options_set_base_url(options, base_url.c_str(), SPK_NUL, nullptr);
      spk_client_options_set_max_retries(options, 0, nullptr);
      spk_client_options_set_no_proxy(options, "", SPK_NUL, nullptr);
      EXPECT_EQ(spk_client_options_set_proxy(options, proxy.c_str(), SPK_NUL, nullptr), SPK_OK);
      if (adjust) adjust(options);
    });
  }
  void expect_refused_by_proxy(const Outcome& outcome, const std::string& address, const std::string& why) {
    const std::string message = outcome.message();
    EXPECT_EQ(outcome.status, SPK_CONNECTION_FAILED) << message;
    EXPECT_NE(message.find("the proxy http://" + address), std::string::npos) << message;
    EXPECT_NE(message.find(why), std::string::npos) << message;
    const char* fate =
        message.find("407") != std::string::npos ? "The proxy did not pass the request on" : "Nothing was sent";
    EXPECT_NE(message.find(fate), std::string::npos) << message;
    EXPECT_EQ(message.find("s3cret"), std::string::npos) << message;
    EXPECT_FALSE(spk_error_is_ambiguous(outcome.error.get()));
  }
};

TEST_F(ProxyTest, APlainRequestGoesToTheProxyWithItsUserAndPassword) {
  AnsweringProxy proxy(answer("200 OK", kJson, "Content-Type: application/json\r\n"));
  const Client client = make_proxied_client(proxy.url(), "http://api.example.com");
  const Outcome outcome = send(client, get_inspection(kInspection));
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  EXPECT_TRUE(proxy.heads().starts_with("GET http://api.example.com/v2/inspections/10000002 ")) << proxy.heads();
  // "lab:s3cret-pass" in base 64.
  EXPECT_NE(proxy.heads().find("Proxy-Authorization: Basic bGFiOnMzY3JldC1wYXNz\r\n"), std::string::npos);
  EXPECT_EQ(spk_client_proxy(client.get(), nullptr), "http://" + proxy.address());
}

TEST_F(ProxyTest, ATunnelCarriesTlsAndTheProxyNeverSeesTheKey) {
  const TestCertificates certificates;
  const ReservedPort port;
  const TlsServer service(certificates, port.number(), sandbox_.url(), "http2");
  std::mutex mutex;
  std::string head;
  const RawServer proxy([&](RawPeer& peer) {
    {
      const std::lock_guard lock(mutex);
      head = peer.read_head();
    }
    peer.write("HTTP/1.1 200 Connection established\r\nX-Proxy: yes\r\n\r\n");
    peer.tunnel_to(port.number());
  });
  const Client client = make_proxied_client(proxy.url(), service.url(), [&](spk_client_options* options) {
    spk_client_options_set_ca_file(options, certificates.ca().c_str(), SPK_NUL, nullptr);
  });
  const Outcome outcome = send(client, get_inspection(kInspection));
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  // The proxy's own head is not the service's answer.
  EXPECT_EQ(spk_document_header(outcome.document.get(), "X-Proxy", SPK_NUL, nullptr), nullptr);
  const std::lock_guard lock(mutex);
  EXPECT_TRUE(head.starts_with("CONNECT 127.0.0.1:" + std::to_string(port.number()) + " ")) << head;
  EXPECT_EQ(head.find("Authorization"), std::string::npos) << head;
  EXPECT_EQ(head.find(sandbox_.api_key()), std::string::npos) << head;
}

constexpr const char* kWantsCredentials = "407 Proxy Authentication Required";
constexpr const char* kBasic = "Proxy-Authenticate: Basic realm=\"lab\"\r\n";

void allow_retries(spk_client_options* options) {
  EXPECT_EQ(spk_client_options_set_max_retries(options, 2, nullptr), SPK_OK);
}

TEST_F(ProxyTest, AProxyThatWantsAnotherPasswordIsNamedInAPlainCall) {
  AnsweringProxy proxy(answer(kWantsCredentials, "", kBasic));
  const Client client = make_proxied_client(proxy.url(), "http://api.example.com");
  expect_refused_by_proxy(send(client, upload_bytes("never sent")), proxy.address(), "407");
}

TEST_F(ProxyTest, AProxyThatRefusesASecondTunnelSaysNothingOfThePostThatLeftThroughTheFirst) {
  const TestCertificates certificates;
  const ReservedPort port;
  TlsServer service(certificates, port.number(), sandbox_.url(), "");
  std::atomic<int> tunnel_count = 0;
  const RawServer proxy([&](RawPeer& peer) {
    peer.read_head();
    if (++tunnel_count == 1) {
      peer.write("HTTP/1.1 200 Connection established\r\n\r\n");
      peer.tunnel_to(port.number());
    } else {
      peer.write(answer(kWantsCredentials, "", kBasic));
    }
  });
  const Client client = make_proxied_client(proxy.url(), service.url(), [&](spk_client_options* options) {
    spk_client_options_set_ca_file(options, certificates.ca().c_str(), SPK_NUL, nullptr);
  });
  ASSERT_EQ(send(client, get_inspection(kInspection)).status, SPK_OK);
  add_fault("POST", "/v2/inspection_attachments", {{"hold", true}});
  const Call call = start(client, upload_bytes("sent"));
  wait_until([&] { return received("POST").size() == 1 && received("POST").at(0).at("body_complete") == true; });
  service.kill();
  const Outcome outcome = finish(call);
  EXPECT_EQ(tunnel_count, 2);
  EXPECT_EQ(outcome.status, SPK_AMBIGUOUS_WRITE) << outcome.message();
  EXPECT_TRUE(spk_error_is_ambiguous(outcome.error.get()));
  EXPECT_EQ(outcome.message().find("Nothing was sent"), std::string::npos) << outcome.message();
}

TEST_F(ProxyTest, AProxyThatAsksForCredentialsIsAskedOnceAndTheirPlaceIsNamed) {
  AnsweringProxy proxy(answer(kWantsCredentials, "", kBasic));
  const Client client = make_proxied_client("http://" + proxy.address(), "http://api.example.com", allow_retries);
  const Outcome outcome = send(client, get_inspection(kInspection));
  expect_refused_by_proxy(outcome, proxy.address(), "asks for a user and a password (407)");
  EXPECT_NE(outcome.message().find("http://user:password@host:port"), std::string::npos) << outcome.message();
  EXPECT_EQ(spk_error_attempt_count(outcome.error.get()), 1u);
  EXPECT_STREQ(spk_attempt_outcome(spk_error_attempt(outcome.error.get(), 0), nullptr), "refused by the proxy");
  EXPECT_FALSE(spk_error_is_retryable(outcome.error.get()));
}

TEST_F(ProxyTest, ATunnelThatWantsAnotherPasswordIsNotTriedAgain) {
  const TestCertificates certificates;
  AnsweringProxy proxy(answer(kWantsCredentials, "", kBasic));
  const Client client = make_proxied_client(proxy.url(), "https://api.example.com", [&](spk_client_options* options) {
    spk_client_options_set_ca_file(options, certificates.ca().c_str(), SPK_NUL, nullptr);
    allow_retries(options);
  });
  const Outcome outcome = send(client, get_inspection(kInspection));
  expect_refused_by_proxy(outcome, proxy.address(), "does not accept the user and password");
  EXPECT_EQ(spk_error_attempt_count(outcome.error.get()), 1u);
}

class RefusedTunnelTest : public ProxyTest, public testing::WithParamInterface<const char*> {};

TEST_P(RefusedTunnelTest, IsTheProxysFault) {
  const TestCertificates certificates;
  AnsweringProxy proxy(answer(GetParam(), "no", kBasic));
  const Client client = make_proxied_client(proxy.url(), "https://api.example.com", [&](spk_client_options* options) {
    spk_client_options_set_ca_file(options, certificates.ca().c_str(), SPK_NUL, nullptr);
  });
  expect_refused_by_proxy(send(client, upload_bytes("never sent")), proxy.address(),
                          std::string(GetParam()).substr(0, 3));
}

INSTANTIATE_TEST_SUITE_P(Answers, RefusedTunnelTest,
                         testing::Values(kWantsCredentials, "403 Forbidden", "502 Bad Gateway"));

TEST_F(ProxyTest, AProxyThatIsNotThereIsNamed) {
  const Client client = make_proxied_client("http://lab:s3cret@127.0.0.1:1", sandbox_.url());
  expect_refused_by_proxy(send(client, get_inspection(kInspection)), "127.0.0.1:1", "could not connect");
}

TEST_F(ProxyTest, AProxyWhoseNameIsNotKnownIsNamed) {
  const Client client = make_proxied_client("http://lab:s3cret@proxy.invalid:3128", sandbox_.url());
  expect_refused_by_proxy(send(client, get_inspection(kInspection)), "proxy.invalid:3128", "name not resolved");
}

TEST_F(ProxyTest, AHostOfNoProxyIsReachedDirectly) {
  const Client client = make_proxied_client("http://127.0.0.1:1", sandbox_.url(), [](spk_client_options* options) {
    spk_client_options_set_no_proxy(options, "example.com, 127.0.0.0/8", SPK_NUL, nullptr);
  });
  EXPECT_EQ(send(client, get_inspection(kInspection)).status, SPK_OK);
  EXPECT_STREQ(spk_client_proxy(client.get(), nullptr), "");
}

TEST_F(ProxyTest, TheEnvironmentIsAskedWhenTheClientIsMadeAndNotLater) {
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  unsetenv("no_proxy");
  unsetenv("NO_PROXY");
  const Client proxied = make_client(
      engine_, [](spk_client_options* options) { spk_client_options_set_max_retries(options, 0, nullptr); });
  unsetenv("http_proxy");
  const Client direct = make_client(engine_);
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  EXPECT_EQ(send(proxied, get_inspection(kInspection)).status, SPK_CONNECTION_FAILED);
  EXPECT_EQ(send(direct, get_inspection(kInspection)).status, SPK_OK);
  unsetenv("http_proxy");
}

}  // namespace
}  // namespace spectrakit::tests
