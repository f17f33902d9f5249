#include <fstream>
#include <optional>
#include <set>
#include <sstream>

#include "capi_test.h"
#include "tls_server.h"

namespace spectrakit::tests {
namespace {

using Adjust = std::function<void(spk_client_options*)>;

/// The sandbox, behind nginx that speaks TLS.
class TlsTest : public CapiTest {
 protected:
  void serve(const std::string& listen = "http2", const std::string& settings = "") {
    server_.emplace(certificates_, port_.number(), sandbox_.url(), listen, settings);
  }
  /// Trusts the test's authority unless `adjust` says otherwise.
  Client make_tls_client(const Adjust& adjust = {}) {
    return make_client(engine_, [&](spk_client_options* options) {
      spk_client_options_set_base_url(options, server_->url().c_str(), SPK_NUL, nullptr);
      spk_client_options_set_proxy(options, "", SPK_NUL, nullptr);
      spk_client_options_set_ca_file(options, certificates_.ca().c_str(), SPK_NUL, nullptr);
      spk_client_options_set_max_retries(options, 0, nullptr);
      if (adjust) adjust(options);
    });
  }
  std::vector<std::string> wait_for_requests(size_t count) {
    wait_until([&] { return server_->requests().size() >= count; });
    return server_->requests();
  }

  TestCertificates certificates_;
  ReservedPort port_;
  std::optional<TlsServer> server_;
};

std::string text_of_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST_F(TlsTest, ACaFileIsTrusted) {
  serve();
  const Client client = make_tls_client();
  const Outcome outcome = send(client, get_inspection(kInspection));
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  const std::string store = spk_client_ca_store(client.get(), nullptr);
  EXPECT_EQ(store, "the file " + certificates_.ca() + " (the client's option ca_file)");
  EXPECT_GT(spk_attempt_timing_us(spk_document_attempt(outcome.document.get(), 0), SPK_TIMING_TLS), 0);
}

TEST_F(TlsTest, ACaTextIsTrusted) {
  serve();
  const std::string pem = text_of_file(certificates_.ca());
  const Client client = make_tls_client([&](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_ca_pem(options, pem.data(), pem.size(), nullptr), SPK_OK);
  });
  const Outcome outcome = send(client, get_inspection(kInspection));
  EXPECT_EQ(outcome.status, SPK_OK) << outcome.message();
  EXPECT_NE(std::string(spk_client_ca_store(client.get(), nullptr)).find("option ca_pem"), std::string::npos);
}

TEST_F(TlsTest, AnUnknownAuthorityFailsTheCallAndTheStoreIsNamed) {
  serve();
  const TestCertificates others;
  const Client client = make_tls_client([&](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_ca_file(options, others.ca().c_str(), SPK_NUL, nullptr), SPK_OK);
  });
  const Outcome outcome = send(client, upload_bytes("never sent"));
  EXPECT_EQ(outcome.status, SPK_TLS_FAILED) << outcome.message();
  EXPECT_NE(outcome.message().find(others.ca()), std::string::npos) << outcome.message();
  EXPECT_FALSE(spk_error_is_ambiguous(outcome.error.get()));
  EXPECT_TRUE(received("POST").empty());
}

TEST_F(TlsTest, AFormerClientOfTheEngineLendsItsTrustToNobody) {
  serve();
  ASSERT_EQ(send(make_tls_client(), get_inspection(kInspection)).status, SPK_OK);
  const TestCertificates others;
  const Client client = make_tls_client([&](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_ca_file(options, others.ca().c_str(), SPK_NUL, nullptr), SPK_OK);
  });
  EXPECT_EQ(send(client, get_inspection(kInspection)).status, SPK_TLS_FAILED);
}

TEST_F(TlsTest, AMissingCaFileIsRefusedWhenTheClientIsMade) {
  spk_client_options* raw_options = nullptr;
  ASSERT_EQ(spk_client_options_create(SPK_SERVICE_SPECTORA, &raw_options, nullptr), SPK_OK);
  const ClientOptions options(raw_options);
  ASSERT_EQ(spk_client_options_set_api_key(options.get(), "key", SPK_NUL, nullptr), SPK_OK);
  ASSERT_EQ(spk_client_options_set_ca_file(options.get(), "/no/such/ca.pem", SPK_NUL, nullptr), SPK_OK);
  spk_client* client = nullptr;
  spk_error* raw_error = nullptr;
  EXPECT_EQ(spk_client_create(engine_.get(), options.get(), &client, &raw_error), SPK_INVALID_ARGUMENT);
  const Error error(raw_error);
  EXPECT_NE(std::string(spk_error_message(error.get(), nullptr)).find("/no/such/ca.pem"), std::string::npos);
}

TEST_F(TlsTest, AClientThatSpeaksNoTlsNamesNoStore) {
  size_t length = 77;
  EXPECT_STREQ(spk_client_ca_store(client_.get(), &length), "");
  EXPECT_EQ(length, 0u);
}

TEST_F(TlsTest, AServerThatAsksIsShownTheClientsCertificate) {
  serve("http2", "ssl_client_certificate " + certificates_.ca() + "; ssl_verify_client on;");
  const Client stranger = make_tls_client();
  EXPECT_EQ(spk_error_http_status(send(stranger, get_inspection(kInspection)).error.get()), 400);
  EXPECT_TRUE(received("GET").empty());

  const Client client = make_tls_client([&](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_client_certificate(options, certificates_.client().c_str(), SPK_NUL,
                                                        certificates_.client_key().c_str(), SPK_NUL,
                                                        TestCertificates::kClientKeyPassword, SPK_NUL, nullptr),
              SPK_OK);
  });
  const Outcome outcome = send(client, get_inspection(kInspection));
  EXPECT_EQ(outcome.status, SPK_OK) << outcome.message();
  EXPECT_NE(wait_for_requests(2).back().find("CN=lab"), std::string::npos);
}

TEST_F(TlsTest, AServerThatAnswers400ForWantOfACertificateIsUnderstood) {
  serve("http2", "ssl_client_certificate " + certificates_.ca() + "; ssl_verify_client on;");
  const Outcome outcome = send(make_tls_client(), get_inspection(kInspection));
  EXPECT_NE(outcome.message().find("wants a client certificate"), std::string::npos) << outcome.message();
}

TEST_F(TlsTest, ARefusalBehindTheHandshakeOfTls13IsATlsErrorThatNamesTheCertificate) {
  const StrictTlsServer strict(certificates_, port_.number());
  const Client stranger = make_client(engine_, [&](spk_client_options* options) {
    spk_client_options_set_base_url(options, strict.url().c_str(), SPK_NUL, nullptr);
    spk_client_options_set_proxy(options, "", SPK_NUL, nullptr);
    spk_client_options_set_ca_file(options, certificates_.ca().c_str(), SPK_NUL, nullptr);
  });
  // When the server has left before the request is written, OpenSSL tells of the closed connection and not of the
  // alert.
  Outcome outcome;
  wait_until([&] {
    outcome = send(stranger, get_inspection(kInspection));
    return outcome.status == SPK_TLS_FAILED;
  });
  EXPECT_NE(outcome.message().find("the client has no certificate"), std::string::npos) << outcome.message();
  EXPECT_FALSE(spk_error_is_retryable(outcome.error.get()));
}

TEST_F(TlsTest, AWrongPasswordOfTheClientsKeyFailsTheCallWithoutShowingIt) {
  serve("http2", "ssl_client_certificate " + certificates_.ca() + "; ssl_verify_client on;");
  const Client client = make_tls_client([&](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_client_certificate(options, certificates_.client().c_str(), SPK_NUL,
                                                        certificates_.client_key().c_str(), SPK_NUL, "guessed wrong",
                                                        SPK_NUL, nullptr),
              SPK_OK);
  });
  const Outcome outcome = send(client, get_inspection(kInspection));
  EXPECT_EQ(outcome.status, SPK_TLS_FAILED) << outcome.message();
  EXPECT_EQ(outcome.message().find("guessed"), std::string::npos) << outcome.message();
}

TEST_F(TlsTest, ABurstSharesOneConnectionOverHttp2) {
  serve();
  const Client client = make_tls_client();
  constexpr size_t kCalls = 20;
  std::vector<Call> calls;
  for (size_t at = 0; at < kCalls; ++at) calls.push_back(start(client, get_inspection(kInspection)));
  for (const Call& call : calls) EXPECT_EQ(finish(call).status, SPK_OK);
  std::set<std::string> connections;
  for (const std::string& line : wait_for_requests(kCalls)) {
    EXPECT_TRUE(line.starts_with("HTTP/2.0 ")) << line;
    connections.insert(line);
  }
  EXPECT_EQ(connections.size(), 1u);
}

TEST_F(TlsTest, AnHttp2ConnectionThatDidNotAnswerIsNotUsedAgain) {
  serve();
  set_auto_advance(false);
  const Client client = make_tls_client([](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_first_byte_timeout_ms(options, 1'000, nullptr), SPK_OK);
  });
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  const Call call = start(client, get_inspection(kInspection));
  wait_until_received("GET", 1);
  advance_ms(1'000);
  EXPECT_EQ(finish(call).status, SPK_DEADLINE_EXCEEDED);
  EXPECT_EQ(send(client, get_inspection(kInspection)).status, SPK_OK);
  const std::vector<std::string> requests = wait_for_requests(2);
  EXPECT_NE(requests.at(0), requests.at(1));
}

TEST_F(TlsTest, AStreamThatTheServerRefusesIsSentAgainWhereEverybodySeesIt) {
  serve("http2", "http2_max_concurrent_streams 1;");
  // Whether a burst leaves before the server could say how much it takes at once is a matter of luck.
  wait_until([this] {
    engine_ = make_engine();
    const Client client = make_tls_client([](spk_client_options* options) {
      ASSERT_EQ(spk_client_options_set_max_retries(options, 20, nullptr), SPK_OK);
    });
    std::vector<Call> calls;
    for (int at = 0; at < 20; ++at) calls.push_back(start(client, get_inspection(kInspection)));
    size_t attempts = 0;
    for (const Call& call : calls) {
      const Outcome outcome = finish(call);
      EXPECT_EQ(outcome.status, SPK_OK) << outcome.message();
      attempts += spk_document_attempt_count(outcome.document.get());
    }
    return attempts > calls.size();
  });
}

TEST_F(TlsTest, AServerWithoutHttp2IsSpokenToInHttp11) {
  serve("");
  const Outcome outcome = send(make_tls_client(), get_inspection(kInspection));
  EXPECT_EQ(outcome.status, SPK_OK) << outcome.message();
  EXPECT_TRUE(wait_for_requests(1).at(0).starts_with("HTTP/1.1 "));
}

TEST_F(TlsTest, AnUploadOverHttp2ArrivesWhole) {
  serve("http2", "client_max_body_size 0;");
  const std::string bytes(3'000'000, 'x');
  const Outcome outcome = send(make_tls_client(), upload_bytes(bytes));
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  EXPECT_GT(received("POST").at(0).at("body_bytes").get<size_t>(), bytes.size());
}

/// Loses the answers of a warm connection: `request` is received, then the server dies, while a successor listens.
class WarmHttp2Test : public TlsTest {
 protected:
  Outcome send_and_lose(const Request& request, const std::string& method, const std::string& path) {
    serve();
    const Client client = make_tls_client();
    EXPECT_EQ(send(client, get_inspection(kInspection)).status, SPK_OK);
    sandbox_.clear_requests();
    add_fault(method, path, {{"hold", true}});
    const Call call = start(client, request);
    wait_until_received(method, 1);
    successor_.emplace(certificates_, port_.number(), sandbox_.url(), "http2");
    server_->kill();
    return finish(call);
  }

  std::optional<TlsServer> successor_;
};

TEST_F(WarmHttp2Test, AGetThatIsLostIsNotSentAgainBehindOurBack) {
  const Outcome outcome = send_and_lose(get_inspection(kInspection), "GET", "/v2/inspections");
  EXPECT_EQ(outcome.status, SPK_CONNECTION_FAILED) << outcome.message();
  EXPECT_EQ(received("GET").size(), 1u);
}

TEST_F(WarmHttp2Test, AnUploadThatIsLostArrivesOnceAndIsAmbiguous) {
  const Outcome outcome = send_and_lose(upload_bytes("perhaps done"), "POST", "/v2/inspection_attachments");
  EXPECT_EQ(outcome.status, SPK_AMBIGUOUS_WRITE) << outcome.message();
  EXPECT_EQ(received("POST").size(), 1u);
}

}  // namespace
}  // namespace spectrakit::tests
