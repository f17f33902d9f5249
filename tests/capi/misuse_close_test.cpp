#include <malloc.h>

#include <array>
#include <atomic>
#include <deque>
#include <filesystem>
#include <iterator>
#include <thread>
#include <vector>

#include "capi_test.h"

namespace spectrakit::tests {
namespace {

class CloseMisuseTest : public CapiTest {
 protected:
  CloseMisuseTest() {
    const Request list = make_request(SPK_SPECTORA_INSPECTIONS_LIST);
    spk_pager* pager = nullptr;
    EXPECT_EQ(spk_pager_create(client_.get(), list.get(), nullptr, nullptr, 0, &pager, nullptr), SPK_OK);
    pager_.reset(pager);
    taken_call_ = start(client_, get_inspection(kInspection));
    EXPECT_EQ(finish(taken_call_).status, SPK_OK);
  }

  /// Uses the closed client in every way there is, from eight threads at once.
  void expect_all_refused() {
    std::vector<std::thread> threads;
    for (int at = 0; at < 8; ++at) {
      threads.emplace_back([this] {
        for (int round = 0; round < 10; ++round) use_client_once();
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(spk_pager_next(pager_.get(), &unused_document_, nullptr), SPK_CLOSED);
    spk_call* unused_call = nullptr;
    EXPECT_EQ(spk_pager_start_next(pager_.get(), &unused_call, nullptr), SPK_CLOSED);
    EXPECT_STRNE(spk_pager_cursor(pager_.get(), nullptr), "") << "to go on later, with another client";
    EXPECT_EQ(sandbox_.requests().size(), 1u) << "what is refused may not be sent";
  }

  void use_client_once() {
    const Request request = get_inspection(kInspection);
    const Request list = make_request(SPK_SPECTORA_INSPECTIONS_LIST);
    const Outcome sent = send(client_, request);
    EXPECT_EQ(sent.status, SPK_CLOSED);
    EXPECT_EQ(sent.error_name(), "ClosedError");
    EXPECT_NE(sent.message().find("closed"), std::string::npos) << sent.message();
    EXPECT_EQ(send(client_, upload_bytes("late")).status, SPK_CLOSED);
    spk_call* call = nullptr;
    EXPECT_EQ(spk_client_start(client_.get(), request.get(), nullptr, &call, nullptr), SPK_CLOSED);
    EXPECT_EQ(call, nullptr);
    EXPECT_EQ(spk_client_set_key(client_.get(), "new-key", SPK_NUL, nullptr), SPK_CLOSED);
    spk_pager* pager = nullptr;
    EXPECT_EQ(spk_pager_create(client_.get(), list.get(), nullptr, nullptr, 0, &pager, nullptr), SPK_CLOSED);
    EXPECT_EQ(pager, nullptr);
    EXPECT_EQ(spk_client_close(client_.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
    EXPECT_EQ(spk_call_wait(taken_call_.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
    EXPECT_EQ(spk_call_cancel(taken_call_.get(), nullptr), SPK_OK);
    EXPECT_EQ(spk_call_take_result(taken_call_.get(), nullptr, nullptr), SPK_INVALID_STATE);
  }

  Pager pager_;
  Call taken_call_;
  spk_document* unused_document_ = nullptr;
};

/// How often each of many calls completed, and how many were closed.
struct Tally {
  struct Call {
    Tally* tally;
    std::atomic<int> completions{0};
  };
  std::deque<Call> calls;
  std::atomic<size_t> completed{0};
  std::atomic<size_t> closed{0};
};

void count_completion(void* user_data, spk_status status, spk_document* document, spk_error* error) {
  auto* const call = static_cast<Tally::Call*>(user_data);
  spk_document_destroy(document);
  spk_error_destroy(error);
  ++call->completions;
  if (status == SPK_CLOSED) ++call->tally->closed;
  ++call->tally->completed;
}

size_t open_descriptors() {
  const std::filesystem::directory_iterator descriptors("/proc/self/fd");
  return static_cast<size_t>(std::distance(begin(descriptors), end(descriptors)));
}

/// Under the sanitizers, which have an allocator of their own, always 0.
size_t allocated_bytes() {
  const struct mallinfo2 state = mallinfo2();
  return state.uordblks + state.hblkhd;
}

constexpr size_t kFlatBytes = 512 * 1024;

TEST_F(CloseMisuseTest, AClosedClientRefusesEverythingFromEightThreads) {
  ASSERT_EQ(spk_client_close(client_.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  expect_all_refused();
  const Client next = make_client(engine_);
  EXPECT_EQ(send(next, get_inspection(kInspection)).status, SPK_OK) << "the engine is open still";
}

TEST_F(CloseMisuseTest, AClosedEngineRefusesEverythingFromEightThreads) {
  ASSERT_EQ(spk_engine_close(engine_.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  expect_all_refused();
  spk_client_options* raw_options = nullptr;
  ASSERT_EQ(spk_client_options_create(SPK_SERVICE_SPECTORA, &raw_options, nullptr), SPK_OK);
  const ClientOptions options(raw_options);
  ASSERT_EQ(spk_client_options_set_api_key(options.get(), "key", SPK_NUL, nullptr), SPK_OK);
  spk_client* client = nullptr;
  EXPECT_EQ(spk_client_create(engine_.get(), options.get(), &client, nullptr), SPK_CLOSED);
  EXPECT_EQ(client, nullptr);
}

TEST_F(CapiTest, ManyThreadsMayCloseAtOnceAndEachWaitsForTheEnd) {
  for (int round = 0; round < 20; ++round) {
    const Engine engine = make_engine();
    const Client client = make_client(engine);
    add_fault("GET", "/v2/inspections", {{"hold", true}}, 0);
    std::vector<Call> calls;
    for (int at = 0; at < 5; ++at) calls.push_back(start(client, get_inspection(kInspection)));
    std::vector<std::thread> threads;
    for (int at = 0; at < 4; ++at) {
      threads.emplace_back([&, at] {
        const spk_status status = at % 2 == 0 ? spk_engine_close(engine.get(), SPK_FOREVER_MS, nullptr)
                                              : spk_client_close(client.get(), SPK_FOREVER_MS, nullptr);
        EXPECT_EQ(status, SPK_OK);
        for (const Call& call : calls) EXPECT_EQ(spk_call_wait(call.get(), 0, nullptr), SPK_OK);
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (const Call& call : calls) EXPECT_EQ(finish(call).status, SPK_CLOSED);
  }
}

TEST_F(CapiTest, OfAThousandCallsInFlightEachCompletesOnceWhenTheEngineCloses) {
  constexpr size_t kCalls = 1000;
  constexpr size_t kConnections = 100;
  const Engine engine = make_engine([](spk_engine_options* options) {
    ASSERT_EQ(spk_engine_options_set_max_connections_per_host(options, kConnections, nullptr), SPK_OK);
  });
  const Client client = make_client(engine);
  add_fault("GET", "/v2/inspections", {{"hold", true}}, 0);
  const Request request = get_inspection(kInspection);
  Tally tally;
  for (size_t at = 0; at < kCalls; ++at) {
    Tally::Call& call = tally.calls.emplace_back(&tally);
    const CallOptions options = make_call_options();
    ASSERT_EQ(spk_call_options_set_completion_callback(options.get(), count_completion, &call, nullptr), SPK_OK);
    ASSERT_EQ(spk_client_start(client.get(), request.get(), options.get(), nullptr, nullptr), SPK_OK);
  }
  wait_until_received("GET", kConnections);
  EXPECT_EQ(tally.completed, 0u);
  ASSERT_EQ(spk_engine_close(engine.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  EXPECT_EQ(tally.closed, kCalls);
  for (const Tally::Call& call : tally.calls) EXPECT_EQ(call.completions, 1);
}

TEST_F(CapiTest, OfAThousandRunningCallsThatAreDestroyedEachCompletesOnce) {
  constexpr size_t kCalls = 1000;
  const Request request = get_inspection(kInspection);
  Tally tally;
  for (size_t at = 0; at < kCalls; ++at) {
    Tally::Call& call = tally.calls.emplace_back(&tally);
    const CallOptions options = make_call_options();
    ASSERT_EQ(spk_call_options_set_completion_callback(options.get(), count_completion, &call, nullptr), SPK_OK);
    start(client_, request, options).reset();
  }
  client_.reset();
  engine_.reset();
  wait_until([&] { return tally.completed == kCalls; });
  for (const Tally::Call& call : tally.calls) EXPECT_EQ(call.completions, 1);
  EXPECT_EQ(tally.closed, 0u);
  EXPECT_EQ(received("GET").size(), kCalls);
}

TEST_F(CapiTest, AQueueMayBeDestroyedWhileItsCallsRun) {
  spk_queue* raw_queue = nullptr;
  ASSERT_EQ(spk_queue_create(&raw_queue, nullptr), SPK_OK);
  Queue queue(raw_queue);
  CallOptions options = make_call_options();
  ASSERT_EQ(spk_call_options_set_queue(options.get(), queue.get(), nullptr, 1, nullptr), SPK_OK);
  add_fault("POST", "/v2/inspection_attachments", {{"hold", true}}, 0);
  std::vector<Call> calls;
  for (int at = 0; at < 10; ++at) calls.push_back(start(client_, upload_bytes("queued"), options));
  wait_until_received("POST", 10);
  queue.reset();
  options.reset();
  sandbox_.release();
  for (const Call& call : calls) EXPECT_EQ(spk_call_wait(call.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  EXPECT_EQ(received("POST").size(), 10u);
}

TEST_F(CapiTest, TenThousandClientsOfOneEngineLeaveNothingBehind) {
  const auto use_many_clients = [this] {
    std::vector<Client> clients;
    for (int at = 0; at < 10'000; ++at) clients.push_back(make_client(engine_));
    for (size_t at = 0; at < clients.size(); at += 500) {
      EXPECT_EQ(send(clients[at], get_inspection(kInspection)).status, SPK_OK);
    }
  };
  use_many_clients();
  const size_t before_bytes = allocated_bytes();
  const size_t before_descriptors = open_descriptors();
  use_many_clients();
  EXPECT_LE(allocated_bytes(), before_bytes + kFlatBytes);
  EXPECT_EQ(open_descriptors(), before_descriptors);
}

TEST_F(CapiTest, AThousandEnginesLeaveNothingBehind) {
  const auto use_many_engines = [this](int count) {
    for (int at = 0; at < count; ++at) {
      const Engine engine = make_engine();
      if (at % 100 != 0) continue;
      EXPECT_EQ(send(make_client(engine), get_inspection(kInspection)).status, SPK_OK);
    }
  };
  use_many_engines(10);
  const size_t before_bytes = allocated_bytes();
  const size_t before_descriptors = open_descriptors();
  use_many_engines(1000);
  EXPECT_LE(allocated_bytes(), before_bytes + kFlatBytes);
  EXPECT_EQ(open_descriptors(), before_descriptors);
}

}  // namespace
}  // namespace spectrakit::tests
