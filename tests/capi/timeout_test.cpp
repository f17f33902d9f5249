#include <future>

#include "capi_test.h"
#include "raw_server.h"

namespace spectrakit::tests {
namespace {

constexpr int64_t kLongMs = 3'600'000;

class TimeoutTest : public CapiTest {
 protected:
  TimeoutTest() { set_auto_advance(false); }

  struct Limits {
    int64_t first_byte_ms = 60'000;
    int64_t idle_ms = 60'000;
  };

  /// A client that tries once and has no deadline.
  Client make_limited_client(Limits limits, const std::string& url, const Engine* engine = nullptr) {
    return make_client(engine ? *engine : engine_, [&](spk_client_options* options) {
      spk_client_options_set_base_url(options, url.c_str(), SPK_NUL, nullptr);
      spk_client_options_set_deadline_ms(options, SPK_FOREVER_MS, nullptr);
      spk_client_options_set_max_retries(options, 0, nullptr);
      EXPECT_EQ(spk_client_options_set_first_byte_timeout_ms(options, limits.first_byte_ms, nullptr), SPK_OK);
      EXPECT_EQ(spk_client_options_set_idle_timeout_ms(options, limits.idle_ms, nullptr), SPK_OK);
    });
  }
  bool still_runs(const Call& call, int64_t wait_ms = 20) {
    return spk_call_wait(call.get(), wait_ms, nullptr) == SPK_WAIT_TIMED_OUT;
  }
  /// Moves the clock in steps until the call has ended: what it waits for may begin only meanwhile. How far.
  int64_t advance_until_ended(const Call& call) {
    constexpr int64_t kStepMs = 100;
    int64_t moved_ms = 0;
    for (; still_runs(call) && moved_ms < kLongMs / 2; moved_ms += kStepMs) advance_ms(kStepMs);
    return moved_ms;
  }
};

TEST_F(TimeoutTest, AnAnswerThatDoesNotBeginTimesOutToTheMillisecond) {
  const Client client = make_limited_client({.first_byte_ms = 5'000}, sandbox_.url());
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  const Call call = start(client, get_inspection(kInspection));
  wait_until_received("GET", 1);
  advance_ms(4'999);
  EXPECT_TRUE(still_runs(call));
  advance_ms(1);
  const Outcome outcome = finish(call);
  EXPECT_EQ(outcome.status, SPK_DEADLINE_EXCEEDED) << outcome.message();
  EXPECT_NE(outcome.message().find("no answer began within 5000 ms"), std::string::npos) << outcome.message();
  EXPECT_STREQ(spk_attempt_outcome(spk_error_attempt(outcome.error.get(), 0), nullptr), "timed out");
}

TEST_F(TimeoutTest, TheDefaultIsAMinute) {
  const Client client = make_client(engine_, [](spk_client_options* options) {
    spk_client_options_set_deadline_ms(options, SPK_FOREVER_MS, nullptr);
    spk_client_options_set_max_retries(options, 0, nullptr);
  });
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  const Call call = start(client, get_inspection(kInspection));
  wait_until_received("GET", 1);
  advance_ms(59'999);
  EXPECT_TRUE(still_runs(call));
  advance_ms(1);
  EXPECT_EQ(finish(call).status, SPK_DEADLINE_EXCEEDED);
}

TEST_F(TimeoutTest, APostWhoseAnswerDoesNotBeginIsAmbiguous) {
  const Client client = make_limited_client({.first_byte_ms = 5'000}, sandbox_.url());
  add_fault("POST", "/v2/inspection_attachments", {{"hold", true}});
  const Call call = start(client, upload_bytes("perhaps done"));
  wait_until_received("POST", 1);
  EXPECT_GE(advance_until_ended(call), 5'000);
  EXPECT_EQ(finish(call).status, SPK_AMBIGUOUS_WRITE);
  EXPECT_EQ(received("POST").size(), 1u);
}

TEST_F(TimeoutTest, NoLimitMeansNone) {
  const Client client =
      make_limited_client({.first_byte_ms = SPK_FOREVER_MS, .idle_ms = SPK_FOREVER_MS}, sandbox_.url());
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  const Call call = start(client, get_inspection(kInspection));
  wait_until_received("GET", 1);
  advance_ms(100 * kLongMs);
  EXPECT_TRUE(still_runs(call));
  sandbox_.release();
  EXPECT_EQ(finish(call).status, SPK_OK);
}

TEST_F(TimeoutTest, ATimeoutOfNothingIsRefused) {
  spk_client_options* raw_options = nullptr;
  ASSERT_EQ(spk_client_options_create(SPK_SERVICE_SPECTORA, &raw_options, nullptr), SPK_OK);
  const ClientOptions options(raw_options);
  EXPECT_EQ(spk_client_options_set_connect_timeout_ms(options.get(), 0, nullptr), SPK_INVALID_ARGUMENT);
  EXPECT_EQ(spk_client_options_set_first_byte_timeout_ms(options.get(), 0, nullptr), SPK_INVALID_ARGUMENT);
  EXPECT_EQ(spk_client_options_set_idle_timeout_ms(options.get(), 0, nullptr), SPK_INVALID_ARGUMENT);
  EXPECT_EQ(spk_client_options_set_max_header_bytes(options.get(), 0, nullptr), SPK_INVALID_ARGUMENT);
}

TEST_F(TimeoutTest, AnAnswerThatStopsHalfWayIdlesOut) {
  RawServer server([](RawPeer& peer) {
    peer.read_head();
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"data\":");
    peer.wait_for_end();
  });
  const Client client = make_limited_client({.first_byte_ms = kLongMs, .idle_ms = 1'000}, server.url());
  const Call call = start(client, get_inspection(kInspection));
  EXPECT_GE(advance_until_ended(call), 1'000);
  const Outcome outcome = finish(call);
  EXPECT_EQ(outcome.status, SPK_DEADLINE_EXCEEDED) << outcome.message();
  EXPECT_NE(outcome.message().find("nothing was received or sent for 1000 ms"), std::string::npos) << outcome.message();
}

TEST_F(TimeoutTest, AnUploadThatTheServerDoesNotTakeIdlesOut) {
  std::promise<void> over;
  RawServer server([over = over.get_future().share()](RawPeer& peer) {
    peer.read_head();
    over.wait();
  });
  const Client client = make_limited_client({.first_byte_ms = kLongMs, .idle_ms = 1'000}, server.url());
  const Call call = start(client, upload_bytes(std::string(64 << 20, 'x')));
  EXPECT_GE(advance_until_ended(call), 1'000);
  const Outcome outcome = finish(call);
  over.set_value();
  EXPECT_EQ(outcome.status, SPK_AMBIGUOUS_WRITE) << outcome.message();
  EXPECT_NE(outcome.message().find("nothing was received or sent for 1000 ms"), std::string::npos) << outcome.message();
}

TEST_F(TimeoutTest, AnUploadIsGivenTheFirstByteLimitOnlyOnceItHasLeft) {
  constexpr size_t kBytes = 4 << 20;
  RawServer server([](RawPeer& peer) {
    peer.read_head();
    peer.wait_for_end();
  });
  const Client client = make_limited_client({.first_byte_ms = 1'000, .idle_ms = kLongMs}, server.url());
  const Call call = start(client, upload_bytes(std::string(kBytes, 'x')));
  EXPECT_GE(advance_until_ended(call), 1'000);
  const Outcome outcome = finish(call);
  EXPECT_NE(outcome.message().find("no answer began within 1000 ms"), std::string::npos) << outcome.message();
}

TEST_F(TimeoutTest, TheWaitForAFreeConnectionDoesNotCount) {
  const Engine engine = make_engine(
      [](spk_engine_options* options) { spk_engine_options_set_max_connections_per_host(options, 1, nullptr); });
  const Client patient = make_limited_client({.first_byte_ms = kLongMs, .idle_ms = kLongMs}, sandbox_.url(), &engine);
  const Client hasty = make_limited_client({.first_byte_ms = 1'000, .idle_ms = 1'000}, sandbox_.url(), &engine);
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  const Call first = start(patient, get_inspection(kInspection));
  wait_until_received("GET", 1);
  const Call second = start(hasty, get_inspection(kInspection));
  for (int step = 0; step < 20; ++step) {
    advance_ms(1'000);
    EXPECT_TRUE(still_runs(second, 1));
  }
  sandbox_.release();
  EXPECT_EQ(finish(first).status, SPK_OK);
  const Outcome outcome = finish(second);
  EXPECT_EQ(outcome.status, SPK_OK) << outcome.message();
}

}  // namespace
}  // namespace spectrakit::tests
