#include <spectrakit_experimental.h>

#include <chrono>

#include "raw_connection.h"
#include "sandbox_test.h"

namespace spectrakit::tests {
namespace {

constexpr int64_t kHourMs = 3'600'000;

class SandboxClock : public SandboxTest {
 protected:
  int64_t unix_ms() { return sandbox_.admin("GET", "/_sandbox/clock").at("unix_ms").get<int64_t>(); }
  void advance(int64_t by_ms) { sandbox_.admin("POST", "/_sandbox/clock/advance", {{"by_ms", by_ms}}); }
};

TEST_F(SandboxClock, ShowsTheSystemsTimeUntilItIsMoved) {
  const auto system_ms = [] {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
  };
  const int64_t before_ms = system_ms();
  const int64_t shown_ms = unix_ms();
  EXPECT_GE(shown_ms, before_ms);
  EXPECT_LE(shown_ms, system_ms());
  advance(24 * kHourMs);
  EXPECT_GE(unix_ms(), before_ms + 24 * kHourMs);
}

TEST_F(SandboxClock, CanBeSetToALaterAndToAnEarlierTime) {
  for (const char* time : {"2031-02-03T04:05:06Z", "2020-02-03T06:05:06+02:00"}) {
    const Json clock = sandbox_.admin("PUT", "/_sandbox/clock", {{"now", time}});
    EXPECT_TRUE(clock.at("now").get<std::string>().substr(4).starts_with("-02-03T04:05:0")) << clock;
  }
  const Answer made = to_answer(
      make_client().Post("/v2/connections", R"({"data":{"attributes":{"first_name":"Dana"}}})", "application/json"));
  const std::string created_at = made.json().at("data").at("attributes").at("created_at");
  EXPECT_TRUE(created_at.starts_with("2020-02-02T23:05:")) << created_at;
}

TEST_F(SandboxClock, RefusesATimeThatIsNone) {
  httplib::Client client(sandbox_.url());
  for (const char* body :
       {R"({"now":"tomorrow"})", R"({"now":"2026-06-31T00:00:00Z"})", R"({"now":"2026-06-01T00:00:00"})",
        R"({"now":17})", "{}", R"({"time":"2026-06-01T00:00:00Z"})"}) {
    EXPECT_EQ(client.Put("/_sandbox/clock", body, "application/json")->status, 422) << body;
  }
  for (const char* body : {R"({"by_ms":-1})", R"({"by_ms":1.5})", R"({"by_ms":9e30})", "{}"}) {
    EXPECT_EQ(client.Post("/_sandbox/clock/advance", body, "application/json")->status, 422) << body;
  }
  EXPECT_EQ(client.Put("/_sandbox/clock", "now", "application/json")->status, 400);
}

TEST_F(SandboxClock, EndsTheWaitOfADelayedAnswer) {
  sandbox_.add_fault({{"action", {{"delay_ms", kHourMs}}}});
  RawConnection connection(sandbox_.port());
  connection.send(raw_get("/v2/inspections/10000001"));
  // The wait begins some time after the request is in.
  while (sandbox_.requests().empty() || sandbox_.requests().at(0).at("status").is_null()) advance(kHourMs);
  EXPECT_TRUE(connection.read_answer().starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST_F(SandboxClock, FinishesLateWorkBeforeItServesARequestOfALaterTime) {
  for (int round = 1; round <= 20; ++round) {
    sandbox_.clear_requests();
    sandbox_.add_fault({{"action", {{"work_after_leaving_ms", kHourMs}}}});
    {
      RawConnection connection(sandbox_.port());
      const std::string body =
          "--b\r\nContent-Disposition: form-data; name=\"data[attributes][inspection_id]\"\r\n\r\n10000002\r\n"
          "--b\r\nContent-Disposition: form-data; name=\"data[attributes][file]\"; filename=\"a.txt\"\r\n\r\nbytes\r\n"
          "--b--\r\n";
      connection.send(
          "POST /v2/inspection_attachments HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer sandbox-key"
          "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: " +
          std::to_string(body.size()) + "\r\n\r\n" + body);
      while (sandbox_.requests().empty() || sandbox_.requests().at(0).at("body_complete") == false) advance(0);
    }
    EXPECT_EQ(attachment_count("10000002"), round - 1);
    advance(2 * kHourMs);
    EXPECT_EQ(attachment_count("10000002"), round);
  }
}

TEST_F(SandboxClock, IsSharedWithAClientThatOpensItsFile) {
  spk_experimental_clock* clock = nullptr;
  const std::string path = sandbox_.clock_path();
  ASSERT_EQ(spk_experimental_clock_open(path.data(), path.size(), &clock, nullptr), SPK_OK);
  const int64_t before_ms = spk_experimental_clock_unix_ms(clock);
  advance(kHourMs);
  EXPECT_GE(spk_experimental_clock_unix_ms(clock), before_ms + kHourMs);
  ASSERT_EQ(spk_experimental_clock_advance(clock, kHourMs, nullptr), SPK_OK);
  EXPECT_GE(unix_ms(), before_ms + 2 * kHourMs);
  spk_experimental_clock_destroy(clock);
}

}  // namespace
}  // namespace spectrakit::tests
