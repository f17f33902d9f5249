#include "sandbox_test.h"

namespace spectrakit::tests {
namespace {

class SandboxOriginGuard : public SandboxTest {
 protected:
  int status(const std::string& method, const std::string& path, const httplib::Headers& headers) const {
    return answer(method, path, headers).status;
  }
  Answer answer(const std::string& method, const std::string& path, const httplib::Headers& headers) const {
    httplib::Request request;
    request.method = method;
    request.path = path;
    request.headers = headers;
    httplib::Client client(sandbox_.url());
    return to_answer(client.send(request));
  }
  std::string port() const { return std::to_string(sandbox_.port()); }
};

TEST_F(SandboxOriginGuard, RefusesThePagesOfOtherOrigins) {
  const std::string other_port = std::to_string(sandbox_.port() + 1);
  for (const std::string& origin : {std::string("http://example.com"), std::string("null"),
                                    "https://127.0.0.1:" + port(), "http://127.0.0.1:" + other_port,
                                    "http://127.0.0.1:" + port() + ".example.com", "http://localhost:" + port()}) {
    EXPECT_EQ(status("GET", "/_sandbox/requests", {{"Origin", origin}}), 403) << origin;
    EXPECT_EQ(status("DELETE", "/_sandbox/faults", {{"Origin", origin}}), 403) << origin;
    EXPECT_EQ(status("OPTIONS", "/_sandbox/faults", {{"Origin", origin}}), 403) << origin;
    EXPECT_EQ(status("GET", "/_sandbox/unknown", {{"Origin", origin}}), 403) << origin;
    EXPECT_EQ(status("GET", "/%5fsandbox/requests", {{"Origin", origin}}), 403) << origin;
  }
  const Answer refused = answer("DELETE", "/_sandbox/faults", {{"Origin", "http://example.com"}});
  EXPECT_EQ(refused.json().at("errors").at(0).at("status"), "403");
  EXPECT_FALSE(refused.headers.contains("Access-Control-Allow-Origin"));
}

TEST_F(SandboxOriginGuard, ChangesNothingForAPageThatItRefuses) {
  sandbox_.add_fault({{"action", {{"status", 503}}}});
  EXPECT_EQ(status("DELETE", "/_sandbox/faults", {{"Origin", "http://example.com"}}), 403);
  EXPECT_EQ(sandbox_.admin("GET", "/_sandbox/faults").at("faults").size(), 1);
}

TEST_F(SandboxOriginGuard, LetsItsOwnPageAndProgramsThrough) {
  EXPECT_EQ(status("GET", "/_sandbox/health", {}), 200);
  EXPECT_EQ(status("GET", "/_sandbox/health", {{"Origin", sandbox_.url()}}), 200);
  const std::string host = "LocalHost:" + port();
  EXPECT_EQ(status("GET", "/_sandbox/health", {{"Host", host}, {"Origin", "http://localhost:" + port()}}), 200);
}

TEST_F(SandboxOriginGuard, RefusesAHostNameThatWasMadeToLeadHere) {
  for (const std::string& host :
       {std::string("example.com"), "example.com:" + port(), "127.0.0.1.example.com:" + port(),
        std::string("localhost.example.com"), std::string("127.1")}) {
    EXPECT_EQ(status("GET", "/_sandbox/health", {{"Host", host}}), 403) << host;
    EXPECT_EQ(status("GET", "/_sandbox/health", {{"Host", host}, {"Origin", "http://" + host}}), 403) << host;
  }
  for (const std::string& host : {"127.0.0.1:" + port(), std::string("10.1.2.3"), "[::1]:" + port(),
                                  std::string("[fe80::1]"), std::string("localhost"), "LOCALHOST:" + port()}) {
    EXPECT_EQ(status("GET", "/_sandbox/health", {{"Host", host}}), 200) << host;
  }
}

TEST_F(SandboxOriginGuard, KnowsTheHostThatItWasToldToListenOn) {
  // A spelling of 127.0.0.1 that is resolved like a name and is no address by itself.
  SandboxProcess named({"--host", "127.1"});
  EXPECT_EQ(named.admin("GET", "/_sandbox/health").at("status"), "ok");
  EXPECT_EQ(named.stop(), 0);
}

TEST_F(SandboxOriginGuard, LeavesTheApiAlone) {
  EXPECT_EQ(status("GET", "/v2/inspections/10000001",
                   {{"Origin", "http://example.com"}, {"Authorization", "Bearer " + sandbox_.api_key()}}),
            200);
}

}  // namespace
}  // namespace spectrakit::tests
