#include <chrono>
#include <csignal>
#include <thread>

#include "raw_connection.h"
#include "sandbox_test.h"

namespace spectrakit::tests {
namespace {

// What is promised is a second; a machine under sanitizers and load gets more.
constexpr auto kPromptly = std::chrono::seconds(10);

class SandboxProcessTest : public SandboxTest {
 protected:
  void SetUp() override {
    // All that could delay the end: an idle connection, one in the middle of a request, and two that wait.
    idle_.send(raw_get("/v2/inspections/10000001"));
    ASSERT_TRUE(idle_.read_answer().starts_with("HTTP/1.1 200 "));
    half_.send("GET /v2/inspections HTTP/1.1\r\nHo");
    sandbox_.add_fault({{"action", {{"hold", true}}}});
    sandbox_.add_fault({{"action", {{"delay_ms", 3'600'000}}}});
    held_.send(raw_get("/v2/inspections/10000001"));
    delayed_.send(raw_get("/v2/inspections/10000001"));
    while (sandbox_.requests().size() < 3) std::this_thread::yield();
    start_ = std::chrono::steady_clock::now();
  }

  void TearDown() override {
    EXPECT_LT(std::chrono::steady_clock::now() - start_, kPromptly);
    EXPECT_EQ(held_.read_to_end(), "");
    EXPECT_EQ(delayed_.read_to_end(), "");
  }

  RawConnection idle_{sandbox_.port()};
  RawConnection half_{sandbox_.port()};
  RawConnection held_{sandbox_.port()};
  RawConnection delayed_{sandbox_.port()};
  std::chrono::steady_clock::time_point start_;
};

TEST_F(SandboxProcessTest, EndsPromptlyWhenItsInputEnds) {
  EXPECT_EQ(sandbox_.stop(), 0);
}

TEST_F(SandboxProcessTest, EndsPromptlyOnSigterm) {
  sandbox_.send_signal(SIGTERM);
  EXPECT_EQ(sandbox_.wait_for_exit(), 0);
}

TEST_F(SandboxProcessTest, EndsPromptlyOnSigint) {
  sandbox_.send_signal(SIGINT);
  EXPECT_EQ(sandbox_.wait_for_exit(), 0);
}

TEST(SandboxStart, NamesItsKeyInTheReadyLine) {
  const SandboxProcess sandbox({"--api-key", "another-key"});
  EXPECT_EQ(sandbox.api_key(), "another-key");
  httplib::Client client(sandbox.url());
  client.set_bearer_token_auth("another-key");
  const auto result = client.Get("/v2/inspections/10000001");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 200);
}

TEST(SandboxStart, SaysThatAPortIsTaken) {
  const SandboxProcess first;
  try {
    const SandboxProcess second({"--port", std::to_string(first.port())});
    FAIL() << "two sandboxes serve one port";
  } catch (const SandboxFailed& failed) {
    EXPECT_EQ(failed.exit_code, 1);
    EXPECT_NE(failed.error_output.find("127.0.0.1:" + std::to_string(first.port())), std::string::npos)
        << failed.error_output;
    EXPECT_NE(failed.error_output.find("in use"), std::string::npos) << failed.error_output;
  }
}

TEST(SandboxStart, SurvivesClientsThatLeave) {
  SandboxProcess sandbox;
  for (int i = 0; i < 50; ++i) {
    RawConnection connection(sandbox.port());
    connection.send("GET /v2/inspections HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer sandbox-key\r\n\r\n");
  }
  EXPECT_EQ(sandbox.admin("GET", "/_sandbox/health").at("status"), "ok");
  EXPECT_EQ(sandbox.stop(), 0);
}

TEST(SandboxStart, ServesAThousandConnectionsAtOnce) {
  SandboxProcess sandbox;
  sandbox.add_fault({{"times", 0}, {"action", {{"hold", true}}}});
  std::vector<std::unique_ptr<RawConnection>> connections;
  for (int i = 0; i < 1000; ++i) {
    connections.push_back(std::make_unique<RawConnection>(sandbox.port()));
    connections.back()->send("GET /v2/nothing HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer sandbox-key\r\n\r\n");
  }
  while (sandbox.requests().size() < connections.size()) std::this_thread::yield();
  sandbox.release();
  for (const auto& connection : connections) EXPECT_TRUE(connection->read_answer().starts_with("HTTP/1.1 404 "));
  EXPECT_EQ(sandbox.stop(), 0);
}

}  // namespace
}  // namespace spectrakit::tests
