#include <atomic>
#include <vector>

#include "capi_test.h"
#include "slow_resolver.h"

namespace spectrakit::tests {
namespace {

TEST_F(CapiTest, ACallOnTheWireIsCancelledAtOnce) {
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  const Call call = start(client_, get_inspection(kInspection));
  wait_until_received("GET", 1);
  ASSERT_EQ(spk_call_cancel(call.get(), nullptr), SPK_OK);
  const Outcome outcome = finish(call);
  EXPECT_EQ(outcome.status, SPK_CANCELLED);
  EXPECT_EQ(outcome.error_name(), "CancelledError");
  EXPECT_FALSE(spk_error_is_ambiguous(outcome.error.get()));
}

TEST_F(CapiTest, AWriteThatIsCancelledOnTheWireIsAmbiguous) {
  add_fault("POST", "/v2/inspection_attachments", {{"hold", true}});
  const Call call = start(client_, upload_bytes("cancelled on its way"));
  wait_until_received("POST", 1);
  ASSERT_EQ(spk_call_cancel(call.get(), nullptr), SPK_OK);
  EXPECT_EQ(finish(call).status, SPK_AMBIGUOUS_WRITE);
}

TEST_F(CapiTest, ACallThatWaitsForItsNextAttemptIsCancelledAtOnce) {
  set_auto_advance(false);
  add_fault("GET", "/v2/inspections", {{"status", 503}, {"headers", {{"Retry-After", "30"}}}, {"body", ""}});
  const Call call = start(client_, get_inspection(kInspection));
  wait_until_received("GET", 1);
  ASSERT_EQ(spk_call_cancel(call.get(), nullptr), SPK_OK);
  EXPECT_EQ(finish(call).status, SPK_CANCELLED);
  EXPECT_EQ(received("GET").size(), 1u);
}

TEST_F(CapiTest, ACallThatWaitsForAConnectionIsCancelledAtOnce) {
  const Engine narrow = make_engine([](spk_engine_options* options) {
    ASSERT_EQ(spk_engine_options_set_max_connections_per_host(options, 1, nullptr), SPK_OK);
  });
  const Client client = make_client(narrow);
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  const Call holder = start(client, get_inspection(kInspection));
  wait_until_received("GET", 1);
  const Call waiting = start(client, upload_bytes("never leaves"));
  ASSERT_EQ(spk_call_cancel(waiting.get(), nullptr), SPK_OK);
  EXPECT_EQ(finish(waiting).status, SPK_CANCELLED);
  sandbox_.release();
  EXPECT_EQ(finish(holder).status, SPK_OK);
  EXPECT_TRUE(received("POST").empty());
}

TEST_F(CapiTest, ACallInASlowNameLookUpIsCancelledAtOnce) {
  const Client client = make_client(engine_, [](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_base_url(options, "http://slow.invalid", SPK_NUL, nullptr), SPK_OK);
  });
  const Call call = start(client, get_inspection(kInspection));
  wait_until([] { return slow_lookup_is_under_way(); });
  ASSERT_EQ(spk_call_cancel(call.get(), nullptr), SPK_OK);
  const Outcome outcome = finish(call);
  EXPECT_EQ(outcome.status, SPK_CANCELLED);
  EXPECT_TRUE(slow_lookup_is_under_way()) << "the call must not have waited for it";
  finish_slow_lookups();
  wait_until([] { return !slow_lookup_is_under_way(); });
}

TEST_F(CapiTest, CancellingACompleteCallChangesNothing) {
  const Call call = start(client_, get_inspection(kInspection));
  ASSERT_EQ(spk_call_wait(call.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  ASSERT_EQ(spk_call_cancel(call.get(), nullptr), SPK_OK);
  EXPECT_EQ(finish(call).status, SPK_OK);
}

TEST_F(CapiTest, EveryCallCompletesOnceHoweverCancelAndAnswerRace) {
  constexpr size_t kCalls = 300;
  struct Seen {
    std::atomic<size_t> answered{0};
    std::atomic<size_t> cancelled{0};
  } seen;
  const CallOptions options = make_call_options();
  const auto count = [](void* user_data, spk_status status, spk_document* document, spk_error* error) {
    auto* counts = static_cast<Seen*>(user_data);
    if (status == SPK_OK) ++counts->answered;
    if (status == SPK_CANCELLED) ++counts->cancelled;
    spk_document_destroy(document);
    spk_error_destroy(error);
  };
  ASSERT_EQ(spk_call_options_set_completion_callback(options.get(), count, &seen, nullptr), SPK_OK);
  const Request request = get_inspection(kInspection);
  std::vector<Call> calls;
  for (size_t at = 0; at < kCalls; ++at) {
    calls.push_back(start(client_, request, options));
    if (at % 3 == 0) spk_call_cancel(calls[at / 2].get(), nullptr);
  }
  for (const Call& call : calls) ASSERT_EQ(spk_call_wait(call.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  EXPECT_EQ(seen.answered + seen.cancelled, kCalls);
  EXPECT_GT(seen.answered, 0u);
}

}  // namespace
}  // namespace spectrakit::tests
