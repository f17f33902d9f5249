#include "capi_test.h"

namespace spectrakit::tests {
namespace {

/// A client on the sandbox's own clock.
class SharedClockTest : public CapiTest {
 protected:
  SharedClockTest() {
    const std::string path = sandbox_.clock_path();
    spk_experimental_clock* opened = nullptr;
    EXPECT_EQ(spk_experimental_clock_open(path.data(), path.size(), &opened, nullptr), SPK_OK);
    shared_.reset(opened);
    spk_experimental_clock_set_auto_advance(opened, 1, nullptr);
    engine_on_it_ = make_engine([&](spk_engine_options* options) {
      EXPECT_EQ(spk_engine_options_set_experimental_clock(options, opened, nullptr), SPK_OK);
    });
  }
  int64_t sandbox_unix_ms() { return sandbox_.admin("GET", "/_sandbox/clock").at("unix_ms").get<int64_t>(); }

  Clock shared_;
  Engine engine_on_it_;
};

TEST_F(SharedClockTest, AWaitOfAMinuteTakesNoneAndTheServerAgreesThatItPassed) {
  const Client client = make_client(engine_on_it_, [](spk_client_options* options) {
    spk_client_options_set_deadline_ms(options, 24 * 3'600'000, nullptr);
  });
  sandbox_.admin("POST", "/_sandbox/settings", {{"requests_per_minute", 1}});
  const int64_t before_ms = sandbox_unix_ms();
  for (int i = 0; i < 30; ++i) {
    const Outcome outcome = send(client, get_inspection(kInspection));
    ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  }
  EXPECT_GE(sandbox_unix_ms(), before_ms + 28 * 60'000);
}

TEST_F(SharedClockTest, AnUploadThatTheServerFinishesAfterTheClientGaveUpIsSeenLater) {
  const Client client = make_client(engine_on_it_);
  constexpr int64_t kLateMs = 10 * 60'000;
  add_fault("POST", "/v2/inspection_attachments", {{"work_after_leaving_ms", kLateMs}});
  const CallOptions options = make_call_options();
  ASSERT_EQ(spk_call_options_set_deadline_ms(options.get(), 50, nullptr), SPK_OK);
  EXPECT_EQ(send(client, upload_bytes("bytes"), options).status, SPK_AMBIGUOUS_WRITE);
  const auto attachment_count = [&] {
    return sandbox_.admin("GET", "/_sandbox/health").at("records").at("inspection_attachments").get<int64_t>();
  };
  const int64_t before = attachment_count();
  ASSERT_EQ(spk_experimental_clock_advance(shared_.get(), 2 * kLateMs, nullptr), SPK_OK);
  EXPECT_EQ(attachment_count(), before + 1);
}

}  // namespace
}  // namespace spectrakit::tests
