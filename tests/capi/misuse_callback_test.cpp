#include <atomic>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "capi_test.h"

namespace spectrakit::tests {
namespace {

/// What a test does in a callback, and whether it was done.
struct Action {
  explicit Action(std::function<void()> what = {}) : run(std::move(what)) {}

  std::function<void()> run;
  std::atomic<int> times{0};
  /// Held by a test that still prepares what the callback uses.
  std::mutex preparing;
};

void perform(void* user_data) {
  auto* const action = static_cast<Action*>(user_data);
  { const std::lock_guard prepared(action->preparing); }
  action->run();
  ++action->times;
}

void on_completion(void* user_data, spk_status, spk_document* document, spk_error* error) {
  spk_document_destroy(document);
  spk_error_destroy(error);
  perform(user_data);
}

CallOptions reporting_to(Action& action) {
  CallOptions options = make_call_options();
  EXPECT_EQ(spk_call_options_set_completion_callback(options.get(), on_completion, &action, nullptr), SPK_OK);
  return options;
}

class CallbackMisuseTest : public CapiTest {
 protected:
  Pager make_pager(const Client& client, const CallOptions& options = nullptr) {
    const Request request = make_request(SPK_SPECTORA_INSPECTIONS_LIST);
    spk_pager* pager = nullptr;
    EXPECT_EQ(spk_pager_create(client.get(), request.get(), options.get(), nullptr, 0, &pager, nullptr), SPK_OK);
    return Pager(pager);
  }
};

TEST_F(CallbackMisuseTest, ACompletionCallbackMayDestroyEveryHandleThereIs) {
  spk_queue* raw_queue = nullptr;
  ASSERT_EQ(spk_queue_create(&raw_queue, nullptr), SPK_OK);
  Queue queue(raw_queue);
  Pager pager = make_pager(client_);
  Action action;
  CallOptions options = reporting_to(action);
  Request request = get_inspection(kInspection);
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  std::unique_lock preparing(action.preparing);
  Call call = start(client_, request, options);
  action.run = [&] {
    call.reset();
    options.reset();
    request.reset();
    pager.reset();
    queue.reset();
    client_.reset();
    engine_.reset();
    clock_.reset();
  };
  preparing.unlock();
  wait_until_received("GET", 1);
  sandbox_.release();
  wait_until([&] { return action.times == 1; });
}

TEST_F(CallbackMisuseTest, ACompletionCallbackMayDestroyAClientWithItsPrivateEngine) {
  Client client = make_client(nullptr);
  Action action{[&] { client.reset(); }};
  const Request request = get_inspection(kInspection);
  const CallOptions options = reporting_to(action);
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  ASSERT_EQ(spk_client_start(client.get(), request.get(), options.get(), nullptr, nullptr), SPK_OK);
  wait_until_received("GET", 1);
  sandbox_.release();
  wait_until([&] { return action.times == 1; });
}

TEST_F(CallbackMisuseTest, APagersCallbackMayDestroyThePager) {
  Action action;
  Pager pager = make_pager(client_, reporting_to(action));
  action.run = [&] { pager.reset(); };
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  ASSERT_EQ(spk_pager_start_next(pager.get(), nullptr, nullptr), SPK_OK);
  wait_until_received("GET", 1);
  sandbox_.release();
  wait_until([&] { return action.times == 1; });
  EXPECT_EQ(received("GET").size(), 1u);
}

TEST_F(CallbackMisuseTest, AProgressCallbackMayCancelAndDestroyItsCall) {
  Call call;
  std::atomic<bool> has_call{false};
  Action progress{[&] {
    if (!has_call.exchange(false)) return;
    EXPECT_EQ(spk_call_cancel(call.get(), nullptr), SPK_OK);
    EXPECT_EQ(spk_call_wait(call.get(), SPK_FOREVER_MS, nullptr), SPK_WRONG_THREAD);
    EXPECT_EQ(spk_client_close(client_.get(), 0, nullptr), SPK_WRONG_THREAD);
    call.reset();
    client_.reset();
  }};
  Action completion{[] {}};
  const CallOptions options = reporting_to(completion);
  const auto on_progress = [](void* user_data, uint64_t, uint64_t) { perform(user_data); };
  ASSERT_EQ(spk_call_options_set_progress_callback(options.get(), on_progress, &progress, nullptr), SPK_OK);
  call = start(client_, upload_bytes(std::string(32 << 20, 'x')), options);
  has_call = true;
  wait_until([&] { return completion.times == 1; });
  EXPECT_GE(progress.times, 1);
  EXPECT_LE(received("POST").size(), 1u);
}

TEST_F(CallbackMisuseTest, ALogCallbackMayDestroyThePagerAndTheClientThatItTellsOf) {
  Pager pager;
  Client client;
  Action action{[&] {
    pager.reset();
    client.reset();
  }};
  const auto on_log = [](void* user_data, spk_log_level, const char*, const char*, const char*) { perform(user_data); };
  client = make_client(engine_, [&](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_log_callback(options, SPK_LOG_WARNING, on_log, &action, nullptr), SPK_OK);
  });
  pager = make_pager(client);
  add_fault("GET", "/v2/inspections",
            {{"body", R"({"data":[],"links":{"next":"http://127.0.0.1:1/v2/inspections?page[number]=2"}})"}});
  spk_call* raw_call = nullptr;
  ASSERT_EQ(spk_pager_start_next(pager.get(), &raw_call, nullptr), SPK_OK);
  const Call call(raw_call);
  ASSERT_EQ(spk_call_wait(call.get(), 20'000, nullptr), SPK_OK) << "the log callback is stuck";
  EXPECT_EQ(action.times, 1);
}

TEST_F(CallbackMisuseTest, ACallbackMayStartTheNextCallAThousandTimes) {
  constexpr int kCalls = 1000;
  const Request request = get_inspection(kInspection);
  Action action;
  const CallOptions options = reporting_to(action);
  action.run = [&] {
    if (action.times + 1 == kCalls) return;
    EXPECT_EQ(spk_client_start(client_.get(), request.get(), options.get(), nullptr, nullptr), SPK_OK);
  };
  ASSERT_EQ(spk_client_start(client_.get(), request.get(), options.get(), nullptr, nullptr), SPK_OK);
  wait_until([&] { return action.times == kCalls; });
  EXPECT_EQ(received("GET").size(), size_t{kCalls});
}

TEST_F(CallbackMisuseTest, WhatACallbackStartsWhileTheEngineClosesIsRefused) {
  Action action;
  const Request request = get_inspection(kInspection);
  const CallOptions options = reporting_to(action);
  std::atomic<spk_status> started{SPK_INTERNAL};
  action.run = [&] { started = spk_client_start(client_.get(), request.get(), options.get(), nullptr, nullptr); };
  add_fault("GET", "/v2/inspections", {{"hold", true}}, 0);
  ASSERT_EQ(spk_client_start(client_.get(), request.get(), options.get(), nullptr, nullptr), SPK_OK);
  wait_until_received("GET", 1);
  ASSERT_EQ(spk_engine_close(engine_.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  EXPECT_EQ(started, SPK_CLOSED);
  EXPECT_EQ(action.times, 1);
}

TEST_F(CallbackMisuseTest, CancellingTwiceAndFromTwoThreadsCompletesOnce) {
  Action action{[] {}};
  const CallOptions options = reporting_to(action);
  add_fault("GET", "/v2/inspections", {{"hold", true}}, 0);
  for (int round = 0; round < 20; ++round) {
    const Call call = start(client_, get_inspection(kInspection), options);
    const auto cancel_twice = [&] {
      EXPECT_EQ(spk_call_cancel(call.get(), nullptr), SPK_OK);
      EXPECT_EQ(spk_call_cancel(call.get(), nullptr), SPK_OK);
    };
    std::thread other(cancel_twice);
    cancel_twice();
    other.join();
    ASSERT_EQ(spk_call_wait(call.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
    EXPECT_EQ(spk_call_cancel(call.get(), nullptr), SPK_OK);
    EXPECT_EQ(action.times, round + 1);
  }
}

TEST_F(CallbackMisuseTest, OfManyThreadsThatTakeAnOutcomeOneGetsIt) {
  for (int round = 0; round < 50; ++round) {
    const Call call = start(client_, get_inspection(kInspection));
    ASSERT_EQ(spk_call_wait(call.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
    std::atomic<int> taken{0};
    std::vector<std::thread> threads;
    for (int at = 0; at < 4; ++at) {
      threads.emplace_back([&] {
        const Outcome outcome = finish(call);
        EXPECT_EQ(outcome.status == SPK_OK, outcome.document != nullptr);
        EXPECT_TRUE(outcome.status == SPK_OK || outcome.status == SPK_INVALID_STATE) << outcome.message();
        if (outcome.status == SPK_OK) ++taken;
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(taken, 1);
  }
}

TEST_F(CallbackMisuseTest, OfManyThreadsThatTakeAnEventsOutcomeOneGetsIt) {
  spk_queue* raw_queue = nullptr;
  ASSERT_EQ(spk_queue_create(&raw_queue, nullptr), SPK_OK);
  const Queue queue(raw_queue);
  const CallOptions options = make_call_options();
  ASSERT_EQ(spk_call_options_set_queue(options.get(), queue.get(), nullptr, 0, nullptr), SPK_OK);
  for (int round = 0; round < 50; ++round) {
    start(client_, get_inspection(kInspection), options).reset();
    spk_event* raw_event = nullptr;
    wait_until([&] { return spk_queue_drain(queue.get(), &raw_event, 1) == 1; });
    const Event event(raw_event);
    std::atomic<int> taken{0};
    std::vector<std::thread> threads;
    for (int at = 0; at < 4; ++at) {
      threads.emplace_back([&] {
        spk_document* document = nullptr;
        if (spk_event_take_result(event.get(), &document, nullptr) == SPK_OK) ++taken;
        spk_document_destroy(document);
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(taken, 1);
  }
}

}  // namespace
}  // namespace spectrakit::tests
