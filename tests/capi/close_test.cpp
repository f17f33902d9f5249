#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <iterator>
#include <thread>
#include <vector>

#include "capi_test.h"

namespace spectrakit::tests {
namespace {

TEST_F(CapiTest, ClosingAnEngineCompletesWhatIsPending) {
  add_fault("GET", "/v2/inspections", {{"hold", true}}, 0);
  std::vector<Call> calls;
  for (int at = 0; at < 50; ++at) calls.push_back(start(client_, get_inspection(kInspection)));
  wait_until_received("GET", 1);
  ASSERT_EQ(spk_engine_close(engine_.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  for (const Call& call : calls) EXPECT_EQ(finish(call).status, SPK_CLOSED);
}

TEST_F(CapiTest, EverythingIsClosedAfterTheEngineIs) {
  ASSERT_EQ(spk_engine_close(engine_.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  EXPECT_EQ(spk_engine_close(engine_.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  EXPECT_EQ(send(client_, get_inspection(kInspection)).status, SPK_CLOSED);
}

TEST_F(CapiTest, ClosingAClientLeavesTheOthersOfItsEngineAlone) {
  add_fault("GET", "/v2/inspections", {{"hold", true}}, 2);
  const Client other = make_client(engine_);
  const Call closed_call = start(client_, get_inspection(kInspection));
  const Call other_call = start(other, get_inspection(kInspection));
  wait_until_received("GET", 2);
  ASSERT_EQ(spk_client_close(client_.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  EXPECT_EQ(finish(closed_call).status, SPK_CLOSED);
  EXPECT_EQ(send(client_, get_inspection(kInspection)).status, SPK_CLOSED);
  EXPECT_EQ(spk_client_set_key(client_.get(), "new", SPK_NUL, nullptr), SPK_CLOSED);
  sandbox_.release();
  EXPECT_EQ(finish(other_call).status, SPK_OK);
}

TEST_F(CapiTest, AClosedWriteOnTheWireIsAmbiguous) {
  add_fault("POST", "/v2/inspection_attachments", {{"hold", true}});
  const Call call = start(client_, upload_bytes("closed on its way"));
  wait_until_received("POST", 1);
  ASSERT_EQ(spk_client_close(client_.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  EXPECT_EQ(finish(call).status, SPK_AMBIGUOUS_WRITE);
}

TEST_F(CapiTest, UseAfterCloseFromManyThreadsIsRefused) {
  std::atomic<int> closed{0};
  std::vector<std::thread> threads;
  for (int at = 0; at < 8; ++at) {
    threads.emplace_back([&] {
      Outcome outcome = send(client_, get_inspection(kInspection));
      while (outcome.status == SPK_OK) outcome = send(client_, get_inspection(kInspection));
      if (outcome.status == SPK_CLOSED) ++closed;
    });
  }
  wait_until_received("GET", 8);
  EXPECT_EQ(spk_engine_close(engine_.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(closed, 8);
}

TEST_F(CapiTest, ClosingInACallbackIsRefusedAndDestroyingIsNot) {
  struct Handles {
    spk_engine* engine;
    spk_client* client;
    std::atomic<spk_status> engine_close{SPK_OK};
    std::atomic<spk_status> client_close{SPK_OK};
    std::atomic<bool> done{false};
  } handles{engine_.release(), client_.release()};
  const CallOptions options = make_call_options();
  const auto callback = [](void* user_data, spk_status, spk_document* document, spk_error*) {
    auto* seen = static_cast<Handles*>(user_data);
    seen->engine_close = spk_engine_close(seen->engine, 0, nullptr);
    seen->client_close = spk_client_close(seen->client, 0, nullptr);
    spk_document_destroy(document);
    spk_client_destroy(seen->client);
    spk_engine_destroy(seen->engine);
    seen->done = true;
  };
  ASSERT_EQ(spk_call_options_set_completion_callback(options.get(), callback, &handles, nullptr), SPK_OK);
  const Request request = get_inspection(kInspection);
  ASSERT_EQ(spk_client_start(handles.client, request.get(), options.get(), nullptr, nullptr), SPK_OK);
  wait_until([&] { return handles.done.load(); });
  EXPECT_EQ(handles.engine_close, SPK_WRONG_THREAD);
  EXPECT_EQ(handles.client_close, SPK_WRONG_THREAD);
}

TEST_F(CapiTest, WaitingInACallbackIsRefused) {
  std::atomic<spk_status> waited{SPK_OK};
  struct Context {
    spk_client* client;
    std::atomic<spk_status>* waited;
  } context{client_.get(), &waited};
  const CallOptions options = make_call_options();
  const auto callback = [](void* user_data, spk_status, spk_document* document, spk_error*) {
    auto* inner = static_cast<Context*>(user_data);
    spk_document_destroy(document);
    const Request request = upload_bytes("must not leave");
    *inner->waited = spk_client_send(inner->client, request.get(), nullptr, nullptr, nullptr);
  };
  ASSERT_EQ(spk_call_options_set_completion_callback(options.get(), callback, &context, nullptr), SPK_OK);
  const Call call = start(client_, get_inspection(kInspection), options);
  ASSERT_EQ(spk_call_wait(call.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  EXPECT_EQ(waited, SPK_WRONG_THREAD);
  EXPECT_TRUE(received("POST").empty()) << "what is refused may not be sent";
}

TEST_F(CapiTest, ACallThatIsDestroyedWhileItRunsStillReportsToItsQueue) {
  spk_queue* raw_queue = nullptr;
  ASSERT_EQ(spk_queue_create(&raw_queue, nullptr), SPK_OK);
  const Queue queue(raw_queue);
  const CallOptions options = make_call_options();
  ASSERT_EQ(spk_call_options_set_queue(options.get(), queue.get(), nullptr, 0, nullptr), SPK_OK);
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  start(client_, get_inspection(kInspection), options).reset();
  wait_until_received("GET", 1);
  client_.reset();
  engine_.reset();
  sandbox_.release();
  spk_event* event = nullptr;
  wait_until([&] { return spk_queue_drain(queue.get(), &event, 1) == 1; });
  const Event owned(event);
  EXPECT_EQ(spk_event_take_result(event, nullptr, nullptr), SPK_OK);
}

TEST_F(CapiTest, APrivateEngineGoesWithItsClient) {
  const Client client = make_client(nullptr);
  EXPECT_EQ(send(client, get_inspection(kInspection)).status, SPK_OK);
  EXPECT_EQ(spk_client_close(client.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  EXPECT_EQ(send(client, get_inspection(kInspection)).status, SPK_CLOSED);
}

TEST_F(CapiTest, AForkedChildIsToldSoAndTheParentIsUnharmed) {
  ASSERT_EQ(send(client_, get_inspection(kInspection)).status, SPK_OK);
  const Request request = get_inspection(kInspection);
  const pid_t child = fork();
  if (child == 0) {
    const bool all_refused = spk_client_send(client_.get(), request.get(), nullptr, nullptr, nullptr) == SPK_FORKED &&
                             spk_client_close(client_.get(), 0, nullptr) == SPK_FORKED &&
                             spk_engine_close(engine_.get(), 0, nullptr) == SPK_FORKED;
    spk_client_destroy(client_.release());
    spk_engine_destroy(engine_.release());
    _exit(all_refused ? 0 : 1);
  }
  int state = 0;
  ASSERT_EQ(waitpid(child, &state, 0), child);
  EXPECT_TRUE(WIFEXITED(state));
  EXPECT_EQ(WEXITSTATUS(state), 0);
  EXPECT_EQ(send(client_, request).status, SPK_OK);
}

TEST_F(CapiTest, AForkedChildMayDestroyWhatTheParentClosed) {
  ASSERT_EQ(spk_engine_close(engine_.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  const pid_t child = fork();
  if (child == 0) {
    spk_client_destroy(client_.release());
    spk_engine_destroy(engine_.release());
    _exit(0);
  }
  int state = 0;
  ASSERT_EQ(waitpid(child, &state, 0), child);
  EXPECT_TRUE(WIFEXITED(state));
}

TEST_F(CapiTest, AClosedEngineCanBeClosedAgainFromAnyThread) {
  ASSERT_EQ(spk_engine_close(engine_.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  for (int at = 0; at < 20; ++at) {
    std::thread([&] { EXPECT_EQ(spk_engine_close(engine_.get(), SPK_FOREVER_MS, nullptr), SPK_OK); }).join();
  }
}

TEST_F(CapiTest, NoCallSlipsThroughAClosingClient) {
  add_fault("GET", "/v2/inspections", {{"hold", true}}, 0);
  for (int round = 0; round < 50; ++round) {
    const Client client = make_client(engine_);
    const Request request = get_inspection(kInspection);
    std::thread starter([&] {
      spk_call* call = nullptr;
      while (spk_client_start(client.get(), request.get(), nullptr, &call, nullptr) == SPK_OK) Call(call).reset();
    });
    EXPECT_EQ(spk_client_close(client.get(), 20'000, nullptr), SPK_OK);
    starter.join();
  }
}

TEST_F(CapiTest, TheThreadHasEndedWhenTheLastHandleIsDestroyedAfterACall) {
  const auto thread_count = [] {
    const std::filesystem::directory_iterator tasks("/proc/self/task");
    return std::distance(begin(tasks), end(tasks));
  };
  const auto before = thread_count();
  for (int round = 0; round < 50; ++round) {
    const Client client = make_client(nullptr);
    EXPECT_EQ(send(client, get_inspection(kInspection)).status, SPK_OK);
  }
  EXPECT_EQ(thread_count(), before);
}

}  // namespace
}  // namespace spectrakit::tests
