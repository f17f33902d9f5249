#include <signal.h>

#include <array>
#include <cstring>

#include "capi_test.h"

namespace spectrakit::tests {
namespace {

TEST_F(CapiTest, AGetGivesTheRecordAndOneAttempt) {
  const Outcome outcome = send(client_, get_inspection(kInspection));
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  EXPECT_EQ(spk_document_http_status(outcome.document.get()), 200);
  ASSERT_EQ(spk_document_record_count(outcome.document.get()), 1u);
  const spk_value record = spk_document_record(outcome.document.get(), 0);
  EXPECT_EQ(string_of(spk_resource_id(record)), kInspection);
  EXPECT_EQ(string_of(spk_resource_type(record)), "inspection");
  EXPECT_FALSE(attribute(record, "full_address").empty());
  EXPECT_EQ(attempt_outcomes(outcome.document), std::vector<std::string>{"answered"});
  EXPECT_GT(spk_attempt_timing_us(spk_document_attempt(outcome.document.get(), 0), SPK_TIMING_TOTAL), 0);
  size_t length = 0;
  EXPECT_STRNE(spk_document_request_id(outcome.document.get(), &length), "");
  EXPECT_GT(length, 0u);
}

TEST_F(CapiTest, TheRequestCarriesTheKeyAndAsksForJson) {
  ASSERT_EQ(send(client_, get_inspection(kInspection)).status, SPK_OK);
  const nlohmann::json headers = received("GET").at(0).at("headers");
  const std::string text = headers.dump();
  EXPECT_NE(text.find("application/json"), std::string::npos) << text;
  EXPECT_NE(text.find("spectrakit/"), std::string::npos) << text;
  EXPECT_EQ(text.find(sandbox_.api_key()), std::string::npos) << text;
}

TEST_F(CapiTest, APostThatIsLostOnAWarmConnectionArrivesOnceAndIsAmbiguous) {
  ASSERT_EQ(send(client_, get_inspection(kInspection)).status, SPK_OK);
  add_fault("POST", "/v2/inspection_attachments", {{"lose_answer", true}});

  const Outcome outcome = send(client_, upload_bytes("the work is done, the answer lost"));

  EXPECT_EQ(outcome.status, SPK_AMBIGUOUS_WRITE) << outcome.message();
  EXPECT_EQ(outcome.error_name(), "AmbiguousWriteError");
  EXPECT_TRUE(spk_error_is_ambiguous(outcome.error.get()));
  EXPECT_FALSE(spk_error_is_retryable(outcome.error.get()));
  EXPECT_EQ(spk_error_attempt_count(outcome.error.get()), 1u);
  ASSERT_EQ(received("POST").size(), 1u);
  EXPECT_EQ(received("POST")[0].at("connection"), received("GET")[0].at("connection"))
      << "the case needs the connection to be warm";
}

TEST_F(CapiTest, APostWithoutABodyIsNotSentAgainEither) {
  ASSERT_EQ(send(client_, get_inspection(kInspection)).status, SPK_OK);
  add_fault("POST", "/v2/inspection_attachments", {{"close", "after_request"}});
  spk_request* request = nullptr;
  ASSERT_EQ(spk_request_create_raw("POST", SPK_NUL, "/v2/inspection_attachments", SPK_NUL, &request, nullptr), SPK_OK);

  const Outcome outcome = send(client_, Request(request));

  EXPECT_EQ(outcome.status, SPK_AMBIGUOUS_WRITE) << outcome.message();
  EXPECT_EQ(received("POST").size(), 1u);
}

TEST_F(CapiTest, AGetThatIsLostOnAWarmConnectionIsTriedAgainWhereEverybodySeesIt) {
  ASSERT_EQ(send(client_, get_inspection(kInspection)).status, SPK_OK);
  add_fault("GET", "/v2/inspections", {{"close", "after_request"}});

  const Outcome outcome = send(client_, get_inspection(kInspection));

  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  EXPECT_EQ(attempt_outcomes(outcome.document),
            (std::vector<std::string>{"kept-alive connection was dead", "answered"}));
  EXPECT_EQ(received("GET").size(), 3u);
}

TEST_F(CapiTest, ARolledKeyIsUsedByTheNextAttempt) {
  ASSERT_EQ(spk_client_set_key(client_.get(), "another-key", SPK_NUL, nullptr), SPK_OK);
  EXPECT_EQ(send(client_, get_inspection(kInspection)).status, SPK_AUTHENTICATION_FAILED);
  ASSERT_EQ(spk_client_set_key(client_.get(), sandbox_.api_key().c_str(), SPK_NUL, nullptr), SPK_OK);
  EXPECT_EQ(send(client_, get_inspection(kInspection)).status, SPK_OK);
}

TEST_F(CapiTest, ACallbackGetsTheOutcomeOnce) {
  struct Seen {
    std::atomic<int> times{0};
    std::atomic<spk_status> status{SPK_INTERNAL};
  } seen;
  const CallOptions options = make_call_options();
  const auto callback = [](void* user_data, spk_status status, spk_document* document, spk_error* error) {
    EXPECT_NE(document, nullptr);
    EXPECT_EQ(error, nullptr);
    spk_document_destroy(document);
    static_cast<Seen*>(user_data)->status = status;
    ++static_cast<Seen*>(user_data)->times;
  };
  ASSERT_EQ(spk_call_options_set_completion_callback(options.get(), callback, &seen, nullptr), SPK_OK);
  const Call call = start(client_, get_inspection(kInspection), options);
  ASSERT_EQ(spk_call_wait(call.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  EXPECT_EQ(seen.times, 1);
  EXPECT_EQ(seen.status, SPK_OK);
  EXPECT_EQ(spk_call_take_result(call.get(), nullptr, nullptr), SPK_INVALID_STATE);
}

TEST_F(CapiTest, AnOutcomeCanBeTakenOnce) {
  const Call call = start(client_, get_inspection(kInspection));
  EXPECT_EQ(finish(call).status, SPK_OK);
  EXPECT_EQ(spk_call_take_result(call.get(), nullptr, nullptr), SPK_INVALID_STATE);
}

TEST_F(CapiTest, AWaitEndsWhileTheCallRunsOn) {
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  const Call call = start(client_, get_inspection(kInspection));
  EXPECT_EQ(spk_call_wait(call.get(), 0, nullptr), SPK_WAIT_TIMED_OUT);
  wait_until_received("GET", 1);
  sandbox_.release();
  EXPECT_EQ(finish(call).status, SPK_OK);
}

TEST_F(CapiTest, AboveTheHostsCapCallsWaitTheirTurn) {
  const Engine narrow = make_engine([](spk_engine_options* options) {
    ASSERT_EQ(spk_engine_options_set_max_connections_per_host(options, 1, nullptr), SPK_OK);
  });
  const Client client = make_client(narrow);
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  const Call first = start(client, get_inspection(kInspection));
  wait_until_received("GET", 1);
  const Call second = start(client, get_inspection(kInspection));
  EXPECT_EQ(spk_call_wait(second.get(), 50, nullptr), SPK_WAIT_TIMED_OUT);
  EXPECT_EQ(received("GET").size(), 1u);
  sandbox_.release();
  EXPECT_EQ(finish(first).status, SPK_OK);
  EXPECT_EQ(finish(second).status, SPK_OK);
  EXPECT_EQ(received("GET")[0].at("connection"), received("GET")[1].at("connection"));
}

TEST_F(CapiTest, SignalDispositionsAreLeftAlone) {
  const auto dispositions = [] {
    std::array<void*, 32> handlers{};
    for (int number = 1; number < 32; ++number) {
      struct sigaction action {};
      sigaction(number, nullptr, &action);
      handlers[static_cast<size_t>(number)] = reinterpret_cast<void*>(action.sa_handler);
    }
    return handlers;
  };
  const auto before = dispositions();
  {
    const Engine engine = make_engine();
    const Client client = make_client(engine);
    add_fault("GET", "/v2/inspections", {{"close", "before"}}, 2);
    ASSERT_EQ(send(client, get_inspection(kInspection)).status, SPK_OK);
    EXPECT_EQ(dispositions(), before);
  }
  EXPECT_EQ(dispositions(), before);
}

}  // namespace
}  // namespace spectrakit::tests
