#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

#include "capi_test.h"

namespace spectrakit::tests {
namespace {

#if defined(__SANITIZE_THREAD__)
constexpr bool kChildMayStartThreads = false;
#else
constexpr bool kChildMayStartThreads = true;
#endif

/// In a child of this process: the number of the first check that failed, or 0.
class Checks {
 public:
  void expect(bool holds) {
    ++number_;
    if (!holds && first_failed_ == 0) first_failed_ = number_;
  }
  int first_failed() const { return first_failed_; }

 private:
  int number_ = 0;
  int first_failed_ = 0;
};

/// Runs `in_child` in a child that a hang would end, and gives its exit code; -1 when a signal ended it.
int exit_code_of_child(const std::function<int()>& in_child) {
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    alarm(30);
    _exit(in_child());
  }
  int state = 0;
  EXPECT_EQ(waitpid(child, &state, 0), child);
  return WIFEXITED(state) ? WEXITSTATUS(state) : -1;
}

class ForkTest : public CapiTest {
 protected:
  /// Leaves a read, a write, a call of a queue and a page of a pager on the wire, and an answer that nobody took.
  void start_calls() {
    answered_ = start(client_, get_inspection(kInspection));
    ASSERT_EQ(spk_call_wait(answered_.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
    add_fault("GET", "/v2/inspections", {{"hold", true}}, 0);
    add_fault("POST", "/v2/inspection_attachments", {{"hold", true}}, 0);
    running_.push_back(start(client_, get_inspection(kInspection)));
    running_.push_back(start(client_, upload_bytes("sent once")));
    spk_queue* queue = nullptr;
    ASSERT_EQ(spk_queue_create(&queue, nullptr), SPK_OK);
    queue_.reset(queue);
    const CallOptions options = make_call_options();
    ASSERT_EQ(spk_call_options_set_queue(options.get(), queue, nullptr, 1, nullptr), SPK_OK);
    queued_ = start(client_, get_inspection(kInspection), options);
    spk_pager* pager = nullptr;
    ASSERT_EQ(spk_pager_create(client_.get(), list_.get(), nullptr, nullptr, 0, &pager, nullptr), SPK_OK);
    pager_.reset(pager);
    spk_call* page = nullptr;
    ASSERT_EQ(spk_pager_start_next(pager, &page, nullptr), SPK_OK);
    running_.emplace_back(page);
    wait_until_received("GET", 4);
    wait_until_received("POST", 1);
  }

  void expect_all_forked(Checks& checks) {
    spk_document* document = nullptr;
    spk_call* call = nullptr;
    spk_pager* pager = nullptr;
    checks.expect(spk_client_send(client_.get(), get_.get(), nullptr, &document, nullptr) == SPK_FORKED);
    checks.expect(spk_client_start(client_.get(), get_.get(), nullptr, &call, nullptr) == SPK_FORKED);
    checks.expect(spk_client_set_key(client_.get(), "key", SPK_NUL, nullptr) == SPK_FORKED);
    checks.expect(spk_client_close(client_.get(), SPK_FOREVER_MS, nullptr) == SPK_FORKED);
    checks.expect(spk_engine_close(engine_.get(), SPK_FOREVER_MS, nullptr) == SPK_FORKED);
    for (const Call& one : running_) {
      checks.expect(spk_call_wait(one.get(), SPK_FOREVER_MS, nullptr) == SPK_FORKED);
      checks.expect(spk_call_cancel(one.get(), nullptr) == SPK_FORKED);
      checks.expect(spk_call_take_result(one.get(), &document, nullptr) == SPK_FORKED);
    }
    checks.expect(spk_call_take_result(answered_.get(), &document, nullptr) == SPK_FORKED);
    checks.expect(spk_pager_next(pager_.get(), &document, nullptr) == SPK_FORKED);
    checks.expect(spk_pager_start_next(pager_.get(), &call, nullptr) == SPK_FORKED);
    checks.expect(spk_pager_create(client_.get(), list_.get(), nullptr, nullptr, 0, &pager, nullptr) == SPK_FORKED);
    spk_event* event = nullptr;
    checks.expect(spk_queue_drain(queue_.get(), &event, 1) == 0);
    spk_client_options* raw_options = nullptr;
    spk_client_options_create(SPK_SERVICE_SPECTORA, &raw_options, nullptr);
    const ClientOptions options(raw_options);
    spk_client_options_set_api_key(raw_options, "key", SPK_NUL, nullptr);
    spk_client* client = nullptr;
    spk_error* raw_error = nullptr;
    checks.expect(spk_client_create(engine_.get(), raw_options, &client, &raw_error) == SPK_FORKED);
    const Error error(raw_error);
    checks.expect(std::string(spk_error_name(raw_error, nullptr)) == "ForkedError");
    checks.expect(std::string(spk_error_message(raw_error, nullptr)).find("child") != std::string::npos);
  }

  void destroy_all() {
    running_.clear();
    answered_.reset();
    queued_.reset();
    pager_.reset();
    queue_.reset();
    client_.reset();
    engine_.reset();
    clock_.reset();
  }

  /// A new engine and client work in the child as they do in any process.
  bool new_handles_work() {
    spk_client_options* raw_options = nullptr;
    spk_client_options_create(SPK_SERVICE_SPECTORA, &raw_options, nullptr);
    const ClientOptions options(raw_options);
    spk_client_options_set_api_key(raw_options, sandbox_.api_key().c_str(), SPK_NUL, nullptr);
    spk_client_options_set_base_url(raw_options, sandbox_.url().c_str(), SPK_NUL, nullptr);
    spk_client* raw_client = nullptr;
    if (spk_client_create(nullptr, raw_options, &raw_client, nullptr) != SPK_OK) return false;
    const Client client(raw_client);
    const Request agents = make_request(SPK_SPECTORA_AGENTS_LIST);
    return send(client, agents).status == SPK_OK && spk_client_close(raw_client, 20'000, nullptr) == SPK_OK;
  }

  const Request get_ = get_inspection(kInspection);
  const Request list_ = make_request(SPK_SPECTORA_INSPECTIONS_LIST);
  std::vector<Call> running_;
  Call answered_;
  Call queued_;
  Queue queue_;
  Pager pager_;
};

TEST_F(ForkTest, WithCallsInFlightTheChildIsToldAndMayDestroyAllAndStartAnew) {
  start_calls();
  const int code = exit_code_of_child([this] {
    Checks checks;
    expect_all_forked(checks);
    destroy_all();
    if (kChildMayStartThreads) checks.expect(new_handles_work());
    return checks.first_failed();
  });
  EXPECT_EQ(code, 0) << "the number of the check that failed in the child; -1: it hung or crashed";
}

TEST_F(ForkTest, WithCallsInFlightTheParentIsUnharmedByItsChild) {
  start_calls();
  EXPECT_EQ(exit_code_of_child([this] {
              destroy_all();
              return 0;
            }),
            0);
  sandbox_.release();
  for (const Call& call : running_) EXPECT_EQ(finish(call).status, SPK_OK);
  EXPECT_EQ(finish(answered_).status, SPK_OK);
  EXPECT_EQ(spk_call_wait(queued_.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  spk_event* event = nullptr;
  ASSERT_EQ(spk_queue_drain(queue_.get(), &event, 1), 1u);
  EXPECT_EQ(spk_event_take_result(Event(event).get(), nullptr, nullptr), SPK_OK);
  EXPECT_EQ(received("POST").size(), 1u) << "a write may not be sent again by anybody";
  EXPECT_EQ(received("GET").size(), 4u);
}

TEST_F(ForkTest, AChildThatJustExitsDoesSoCleanly) {
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "at the exit of the child, what only the parent's other threads point at counts as leaked";
#endif
  start_calls();
  EXPECT_EQ(exit_code_of_child([]() -> int { std::exit(7); }), 7);
  sandbox_.release();
  for (const Call& call : running_) EXPECT_EQ(finish(call).status, SPK_OK);
}

}  // namespace
}  // namespace spectrakit::tests
