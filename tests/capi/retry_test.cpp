#include "capi_test.h"

namespace spectrakit::tests {
namespace {

int64_t waited_ms(const Document& document, size_t attempt) {
  return spk_attempt_waited_ms(spk_document_attempt(document.get(), attempt));
}

TEST_F(CapiTest, AGetWaitsAsLongAsRetryAfterSays) {
  add_fault("GET", "/v2/inspections", {{"status", 503}, {"headers", {{"Retry-After", "7"}}}, {"body", ""}});
  const Outcome outcome = send(client_, get_inspection(kInspection));
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  ASSERT_EQ(spk_document_attempt_count(outcome.document.get()), 2u);
  EXPECT_EQ(waited_ms(outcome.document, 0), 0);
  EXPECT_EQ(waited_ms(outcome.document, 1), 7'000);
  EXPECT_EQ(spk_attempt_http_status(spk_document_attempt(outcome.document.get(), 0)), 503);
  EXPECT_EQ(spk_experimental_clock_unix_ms(clock_.get()), kUnixMs + 7'000);
}

TEST_F(CapiTest, AGetBacksOffWithinItsCeilingWhenNothingIsSaid) {
  add_fault("GET", "/v2/inspections", {{"status", 500}, {"body", ""}}, 2);
  const Outcome outcome = send(client_, get_inspection(kInspection));
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  ASSERT_EQ(spk_document_attempt_count(outcome.document.get()), 3u);
  EXPECT_LE(waited_ms(outcome.document, 1), 500);
  EXPECT_LE(waited_ms(outcome.document, 2), 1'000);
}

TEST_F(CapiTest, AGetIsGivenUpAfterItsRetries) {
  add_fault("GET", "/v2/inspections", {{"status", 502}, {"body", ""}}, 0);
  const Outcome outcome = send(client_, get_inspection(kInspection));
  EXPECT_EQ(outcome.status, SPK_SERVER_ERROR);
  EXPECT_EQ(spk_error_http_status(outcome.error.get()), 502);
  EXPECT_TRUE(spk_error_is_retryable(outcome.error.get()));
  EXPECT_EQ(spk_error_attempt_count(outcome.error.get()), 3u);
  EXPECT_EQ(received("GET").size(), 3u);
  EXPECT_NE(outcome.message().find("after 3 attempts"), std::string::npos) << outcome.message();
}

TEST_F(CapiTest, NoRetriesMeansOneRequest) {
  add_fault("GET", "/v2/inspections", {{"status", 503}, {"body", ""}}, 0);
  const CallOptions options = make_call_options();
  ASSERT_EQ(spk_call_options_set_max_retries(options.get(), 0, nullptr), SPK_OK);
  EXPECT_EQ(send(client_, get_inspection(kInspection), options).status, SPK_SERVER_ERROR);
  EXPECT_EQ(received("GET").size(), 1u);
}

TEST_F(CapiTest, NoRetriesMeansOneRequestOnADeadConnectionToo) {
  ASSERT_EQ(send(client_, get_inspection(kInspection)).status, SPK_OK);
  add_fault("GET", "/v2/inspections", {{"close", "after_request"}});
  const CallOptions options = make_call_options();
  ASSERT_EQ(spk_call_options_set_max_retries(options.get(), 0, nullptr), SPK_OK);
  EXPECT_EQ(send(client_, get_inspection(kInspection), options).status, SPK_CONNECTION_FAILED);
  EXPECT_EQ(received("GET").size(), 2u);
}

TEST_F(CapiTest, ARetryAfterAboveTheCapEndsTheCallAtOnce) {
  add_fault("GET", "/v2/inspections", {{"status", 429}, {"headers", {{"Retry-After", "3600"}}}, {"body", ""}});
  const Outcome outcome = send(client_, get_inspection(kInspection));
  EXPECT_EQ(outcome.status, SPK_RATE_LIMITED);
  EXPECT_EQ(spk_error_retry_after_ms(outcome.error.get()), 3'600'000);
  EXPECT_EQ(received("GET").size(), 1u);
  EXPECT_EQ(spk_experimental_clock_unix_ms(clock_.get()), kUnixMs);
}

TEST_F(CapiTest, APostIsSentAgainAfterA429ButNotAfterA503) {
  add_fault("POST", "/v2/inspection_attachments", {{"status", 429}, {"headers", {{"Retry-After", "1"}}}, {"body", ""}});
  EXPECT_EQ(send(client_, upload_bytes("refused first")).status, SPK_OK);
  EXPECT_EQ(received("POST").size(), 2u);

  add_fault("POST", "/v2/inspection_attachments", {{"status", 503}, {"body", ""}});
  const Outcome outcome = send(client_, upload_bytes("perhaps done"));
  EXPECT_EQ(outcome.status, SPK_AMBIGUOUS_WRITE);
  EXPECT_EQ(spk_error_http_status(outcome.error.get()), 503);
  EXPECT_EQ(received("POST").size(), 3u);
}

TEST_F(CapiTest, AWaitThatEndsBehindTheDeadlineIsNotBegun) {
  add_fault("GET", "/v2/inspections", {{"status", 503}, {"headers", {{"Retry-After", "30"}}}, {"body", ""}});
  const CallOptions options = make_call_options();
  ASSERT_EQ(spk_call_options_set_deadline_ms(options.get(), 10'000, nullptr), SPK_OK);
  EXPECT_EQ(send(client_, get_inspection(kInspection), options).status, SPK_SERVER_ERROR);
  EXPECT_EQ(spk_experimental_clock_unix_ms(clock_.get()), kUnixMs);
}

TEST_F(CapiTest, TheDeadlineEndsACallThatTheServerHolds) {
  set_auto_advance(false);
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  const CallOptions options = make_call_options();
  ASSERT_EQ(spk_call_options_set_deadline_ms(options.get(), 10'000, nullptr), SPK_OK);
  const Call call = start(client_, get_inspection(kInspection), options);
  wait_until_received("GET", 1);
  advance_ms(9'999);
  EXPECT_EQ(spk_call_wait(call.get(), 0, nullptr), SPK_WAIT_TIMED_OUT);
  advance_ms(1);
  const Outcome outcome = finish(call);
  EXPECT_EQ(outcome.status, SPK_DEADLINE_EXCEEDED) << outcome.message();
  EXPECT_EQ(spk_error_attempt_count(outcome.error.get()), 1u);
}

TEST_F(CapiTest, OneDeadlineCoversAttemptsAndWaits) {
  set_auto_advance(false);
  add_fault("GET", "/v2/inspections", {{"status", 503}, {"headers", {{"Retry-After", "8"}}}, {"body", ""}});
  const CallOptions options = make_call_options();
  ASSERT_EQ(spk_call_options_set_deadline_ms(options.get(), 10'000, nullptr), SPK_OK);
  const Call call = start(client_, get_inspection(kInspection), options);
  wait_until_received("GET", 1);
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  // The wait may not have begun when the clock moves, so it is moved until the second attempt is there.
  int64_t moved_ms = 0;
  for (; received("GET").size() < 2 && moved_ms < 9'000; moved_ms += 1'000) {
    advance_ms(1'000);
    spk_call_wait(call.get(), 20, nullptr);
  }
  ASSERT_EQ(received("GET").size(), 2u);
  advance_ms(10'000 - moved_ms);
  EXPECT_EQ(finish(call).status, SPK_DEADLINE_EXCEEDED);
}

TEST_F(CapiTest, AHostThatIsNotThereIsTriedAgainAndNothingWasSent) {
  const Client client = make_client(engine_, [](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_base_url(options, "http://127.0.0.1:1", SPK_NUL, nullptr), SPK_OK);
  });
  const Outcome outcome = send(client, upload_bytes("goes nowhere"));
  EXPECT_EQ(outcome.status, SPK_CONNECTION_FAILED) << outcome.message();
  EXPECT_EQ(spk_error_attempt_count(outcome.error.get()), 3u);
  EXPECT_FALSE(spk_error_is_ambiguous(outcome.error.get()));
  EXPECT_TRUE(spk_error_is_retryable(outcome.error.get()));
  EXPECT_NE(outcome.message().find("Nothing was sent"), std::string::npos) << outcome.message();
}

TEST_F(CapiTest, EveryAnswerOfAGatewayThatGaveUpLeavesAPostAmbiguous) {
  for (const int status : {500, 502, 503, 504, 520, 524, 529}) {
    add_fault("POST", "/v2/inspection_attachments", {{"status", status}, {"body", ""}});
    const Outcome outcome = send(client_, upload_bytes("perhaps at work"));
    EXPECT_EQ(outcome.status, SPK_AMBIGUOUS_WRITE) << status;
    EXPECT_FALSE(spk_error_is_retryable(outcome.error.get())) << status;
  }
  add_fault("POST", "/v2/inspection_attachments", {{"status", 501}, {"body", ""}});
  const Outcome outcome = send(client_, upload_bytes("not known there"));
  EXPECT_EQ(outcome.status, SPK_SERVER_ERROR);
  EXPECT_FALSE(spk_error_is_ambiguous(outcome.error.get()));
  EXPECT_FALSE(spk_error_is_retryable(outcome.error.get()));
}

TEST_F(CapiTest, AnErrorTellsOfTheLastAnswerEvenWhenTheLastAttemptHadNone) {
  add_fault("GET", "/v2/inspections", {{"status", 503}, {"body", ""}});
  add_fault("GET", "/v2/inspections", {{"close", "before"}}, 0);
  const Outcome outcome = send(client_, get_inspection(kInspection));
  EXPECT_EQ(outcome.status, SPK_CONNECTION_FAILED);
  EXPECT_EQ(spk_error_http_status(outcome.error.get()), 503);
}

TEST_F(CapiTest, TheLongestTimesMeanForEver) {
  const CallOptions options = make_call_options();
  ASSERT_EQ(spk_call_options_set_deadline_ms(options.get(), INT64_MAX, nullptr), SPK_OK);
  const Call call = start(client_, get_inspection(kInspection), options);
  EXPECT_EQ(spk_call_wait(call.get(), INT64_MAX, nullptr), SPK_OK);
  EXPECT_EQ(finish(call).status, SPK_OK);
  EXPECT_EQ(spk_client_close(client_.get(), INT64_MAX, nullptr), SPK_OK);
  EXPECT_EQ(spk_engine_close(engine_.get(), INT64_MAX, nullptr), SPK_OK);
}

}  // namespace
}  // namespace spectrakit::tests
