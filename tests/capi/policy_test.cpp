#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <thread>

#include "capi_test.h"
#include "support/temporary_folder.h"

namespace spectrakit::tests {
namespace {

constexpr int64_t kMinuteMs = 60'000;

using Usage = Owned<spk_usage, spk_usage_destroy>;

/// What calls of one key do to each other, in several clients, engines and threads.
class PolicyTest : public CapiTest {
 protected:
  void answer_429(const std::string& retry_after, int times = 1) {
    add_fault("GET", "/v2/inspections", {{"status", 429}, {"headers", {{"Retry-After", retry_after}}}, {"body", ""}},
              times);
  }

  /// Requests with this key are answered as if it were a good one.
  void accept_key(const std::string& key) {
    sandbox_.add_fault({{"match", {{"key", key}}},
                        {"times", 0},
                        {"action", {{"body", R"({"data":{"id":"10000002","type":"inspection"}})"}}}});
  }

  Client client_with_key(const Engine& engine, const std::string& key) {
    return make_client(engine, [&](spk_client_options* options) {
      ASSERT_EQ(spk_client_options_set_api_key(options, key.data(), key.size(), nullptr), SPK_OK);
    });
  }

  Client client_with_rate(const Engine& engine, uint32_t requests_per_minute) {
    return make_client(engine, [&](spk_client_options* options) {
      ASSERT_EQ(spk_client_options_set_requests_per_minute(options, requests_per_minute, nullptr), SPK_OK);
      ASSERT_EQ(spk_client_options_set_deadline_ms(options, SPK_FOREVER_MS, nullptr), SPK_OK);
    });
  }

  /// One GET without a retry.
  Outcome send_once(const Client& client) {
    const CallOptions options = make_call_options();
    EXPECT_EQ(spk_call_options_set_max_retries(options.get(), 0, nullptr), SPK_OK);
    return send(client, get_inspection(kInspection), options);
  }
};

int64_t waited_ms(const Outcome& outcome) {
  return spk_attempt_waited_ms(spk_document_attempt(outcome.document.get(), 0));
}

Usage usage_of(const Client& client) {
  spk_usage* usage = nullptr;
  EXPECT_EQ(spk_client_usage(client.get(), &usage, nullptr), SPK_OK);
  return Usage(usage);
}

TEST_F(PolicyTest, A429ClosesTheGateForAnotherClientOfTheKey) {
  const Client other = make_client(engine_);
  answer_429("30");
  EXPECT_EQ(send_once(client_).status, SPK_RATE_LIMITED);
  EXPECT_EQ(spk_usage_gate(usage_of(other).get()), SPK_GATE_CLOSED);
  const Outcome outcome = send_once(other);
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  EXPECT_EQ(waited_ms(outcome), 30'000);
}

TEST_F(PolicyTest, A429ClosesTheGateForAClientOnAnotherEngine) {
  const Engine other_engine = make_engine();
  const Client other = make_client(other_engine);
  answer_429("30");
  EXPECT_EQ(send_once(client_).status, SPK_RATE_LIMITED);
  const Outcome outcome = send_once(other);
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  EXPECT_EQ(waited_ms(outcome), 30'000);
}

TEST_F(PolicyTest, A429DoesNotHoldUpAnotherKey) {
  accept_key("another-key");
  const Client other = client_with_key(engine_, "another-key");
  answer_429("30");
  EXPECT_EQ(send_once(client_).status, SPK_RATE_LIMITED);
  const Outcome outcome = send_once(other);
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  EXPECT_EQ(waited_ms(outcome), 0);
  EXPECT_EQ(spk_usage_gate(usage_of(other).get()), SPK_GATE_OPEN);
}

TEST_F(PolicyTest, WhenTheGateOpensOneAttemptGoesFirst) {
  constexpr int kCalls = 6;
  answer_429("5", kCalls);
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  const CallOptions options = make_call_options();
  ASSERT_EQ(spk_call_options_set_max_retries(options.get(), kCalls, nullptr), SPK_OK);
  std::vector<Call> calls;
  for (int at = 0; at < kCalls; ++at) calls.push_back(start(client_, get_inspection(kInspection), options));
  wait_until_received("GET", kCalls + 1);
  // An attempt that would not wait for the held answer would be on its way by now.
  EXPECT_EQ(spk_usage_gate(usage_of(client_).get()), SPK_GATE_CLOSED);
  EXPECT_EQ(received("GET").size(), size_t{kCalls + 1});
  sandbox_.release();
  sandbox_.clear_faults();
  for (const Call& call : calls) {
    const Outcome outcome = finish(call);
    EXPECT_EQ(outcome.status, SPK_OK) << outcome.message();
  }
}

TEST_F(PolicyTest, ManyFailingCallsSendFewerRetriesThanTheyMayByThemselves) {
  constexpr size_t kCalls = 60;
  add_fault("GET", "/v2/inspections", {{"status", 500}, {"body", ""}}, 0);
  Outcome last;
  for (size_t at = 0; at < kCalls; ++at) last = send(client_, get_inspection(kInspection));
  const size_t retries = received("GET").size() - kCalls;
  EXPECT_GE(retries, 50u);
  EXPECT_LT(retries, 2 * kCalls - 10);
  EXPECT_EQ(last.status, SPK_SERVER_ERROR);
  const std::string explanation = spk_error_explain(last.error.get(), nullptr);
  EXPECT_NE(explanation.find("used up the retries that they share"), std::string::npos) << explanation;
}

TEST_F(PolicyTest, AMinuteAfterManyFailuresThereAreRetriesAgain) {
  add_fault("GET", "/v2/inspections", {{"status", 500}, {"body", ""}}, 0);
  for (size_t at = 0; at < 60; ++at) send(client_, get_inspection(kInspection));
  advance_ms(kMinuteMs);
  EXPECT_EQ(spk_error_attempt_count(send(client_, get_inspection(kInspection)).error.get()), 3u);
}

TEST_F(PolicyTest, FourThreadsSendNoMoreThanTheRequestsOfAMinute) {
  constexpr uint32_t kPerMinute = 5;
  const Client client = client_with_rate(engine_, kPerMinute);
  std::mutex mutex;
  std::vector<int64_t> starts_ms;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int at = 0; at < 5; ++at) {
        const Outcome outcome = send(client, get_inspection(kInspection));
        ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
        const std::lock_guard lock(mutex);
        starts_ms.push_back(spk_attempt_started_unix_ms(spk_document_attempt(outcome.document.get(), 0)));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::sort(starts_ms.begin(), starts_ms.end());
  ASSERT_EQ(starts_ms.size(), 20u);
  for (size_t at = kPerMinute; at < starts_ms.size(); ++at) {
    EXPECT_GE(starts_ms[at] - starts_ms[at - kPerMinute], kMinuteMs) << at;
  }
  EXPECT_EQ(starts_ms.back() - starts_ms.front(), 3 * kMinuteMs) << "nor does it wait for longer than it must";
}

TEST_F(PolicyTest, TwoClientsOfAKeyShareTheRequestsOfAMinute) {
  const Client first = client_with_rate(engine_, 2);
  const Client second = client_with_rate(engine_, 2);
  EXPECT_EQ(waited_ms(send_once(first)), 0);
  EXPECT_EQ(waited_ms(send_once(second)), 0);
  EXPECT_EQ(waited_ms(send_once(first)), kMinuteMs);
}

TEST_F(PolicyTest, AStopAtTheQuotaHoldsForCallsThatAreStartedTogether) {
  const Client client = make_client(engine_, [](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_monthly_quota(options, 5, 1, nullptr), SPK_OK);
  });
  std::vector<Call> calls;
  for (int at = 0; at < 12; ++at) calls.push_back(start(client, get_inspection(kInspection)));
  size_t stopped = 0;
  for (const Call& call : calls) {
    const Outcome outcome = finish(call);
    if (outcome.status == SPK_OK) continue;
    ++stopped;
    EXPECT_EQ(outcome.status, SPK_RATE_LIMITED) << outcome.message();
    EXPECT_EQ(spk_error_limit(outcome.error.get()), SPK_LIMIT_MONTH);
  }
  EXPECT_EQ(stopped, 7u);
  EXPECT_EQ(received("GET").size(), 5u);
}

TEST_F(PolicyTest, ACallMoreThanAllowedIsRefusedUntilOneIsComplete) {
  const Client client = make_client(engine_, [](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_max_queued_calls(options, 2, nullptr), SPK_OK);
  });
  add_fault("GET", "/v2/inspections", {{"hold", true}}, 2);
  const Request request = get_inspection(kInspection);
  const Call first = start(client, request);
  const Call second = start(client, request);
  wait_until_received("GET", 2);
  const Outcome refused = send(client, request);
  EXPECT_EQ(refused.status, SPK_TOO_MANY_CALLS);
  EXPECT_EQ(refused.error_name(), "TooManyCallsError");
  EXPECT_NE(refused.message().find("nothing was sent"), std::string::npos) << refused.message();
  EXPECT_EQ(send(client_, request).status, SPK_OK) << "the limit is the client's own";
  sandbox_.release();
  EXPECT_EQ(finish(first).status, SPK_OK);
  EXPECT_EQ(finish(second).status, SPK_OK);
  EXPECT_EQ(send(client, request).status, SPK_OK);
  EXPECT_EQ(received("GET").size(), 4u);
}

TEST_F(PolicyTest, APageIsACallThatMayBeOneTooMany) {
  const Client client = make_client(engine_, [](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_max_queued_calls(options, 1, nullptr), SPK_OK);
  });
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  const Call call = start(client, get_inspection(kInspection));
  wait_until_received("GET", 1);
  const Request list = make_request(SPK_SPECTORA_CLIENTS_LIST);
  spk_pager* raw_pager = nullptr;
  ASSERT_EQ(spk_pager_create(client.get(), list.get(), nullptr, nullptr, 0, &raw_pager, nullptr), SPK_OK);
  const Pager pager(raw_pager);
  spk_document* page = nullptr;
  EXPECT_EQ(spk_pager_next(pager.get(), &page, nullptr), SPK_TOO_MANY_CALLS);
  sandbox_.release();
  EXPECT_EQ(finish(call).status, SPK_OK);
  EXPECT_EQ(spk_pager_next(pager.get(), &page, nullptr), SPK_OK);
  spk_document_destroy(page);
}

TEST_F(PolicyTest, ARetryThatWaitsGoesOutWithTheRolledKey) {
  set_auto_advance(false);
  sandbox_.add_fault({{"match", {{"key", sandbox_.api_key()}}},
                      {"times", 0},
                      {"action", {{"status", 503}, {"headers", {{"Retry-After", "9"}}}, {"body", ""}}}});
  accept_key("another-key");
  const Call call = start(client_, get_inspection(kInspection));
  wait_until_received("GET", 1);
  ASSERT_EQ(spk_client_set_key(client_.get(), "another-key", SPK_NUL, nullptr), SPK_OK);
  set_auto_advance(true);
  const Outcome outcome = finish(call);
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  EXPECT_EQ(received("GET").size(), 2u);
}

TEST_F(PolicyTest, AKeyIsRolledWhileManyCallsRun) {
  accept_key("first-key");
  accept_key("second-key");
  const Client client = client_with_key(engine_, "first-key");
  std::atomic<bool> done = false;
  std::thread roller([&] {
    for (size_t turn = 0; !done; ++turn) {
      const char* const key = turn % 2 == 0 ? "second-key" : "first-key";
      ASSERT_EQ(spk_client_set_key(client.get(), key, SPK_NUL, nullptr), SPK_OK);
    }
  });
  for (int round = 0; round < 5; ++round) {
    std::vector<Call> calls;
    for (int at = 0; at < 20; ++at) calls.push_back(start(client, get_inspection(kInspection)));
    for (const Call& call : calls) {
      const Outcome outcome = finish(call);
      EXPECT_EQ(outcome.status, SPK_OK) << outcome.message();
    }
  }
  done = true;
  roller.join();
  EXPECT_EQ(received("GET").size(), 100u);
}

/// What a client logs, an event a line.
struct EventLog {
  std::mutex mutex;
  std::string text;

  static void keep(void* self, spk_log_level, const char* event, const char*, const char* fields) {
    auto& log = *static_cast<EventLog*>(self);
    const std::lock_guard lock(log.mutex);
    log.text += std::string(event) + " " + fields + "\n";
  }
};

TEST_F(PolicyTest, TheLogTellsOnceThatTheGateClosesAndThatItOpens) {
  EventLog log;
  const Client client = make_client(engine_, [&](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_log_callback(options, SPK_LOG_INFO, &EventLog::keep, &log, nullptr), SPK_OK);
  });
  answer_429("7");
  EXPECT_EQ(send(client, get_inspection(kInspection)).status, SPK_OK);
  EXPECT_EQ(send(client, get_inspection(kInspection)).status, SPK_OK);
  const std::lock_guard lock(log.mutex);
  EXPECT_TRUE(log.text.starts_with("gate.closed {\"wait_ms\":7000,\"monthly_quota\":0}\n")) << log.text;
  EXPECT_TRUE(log.text.ends_with("gate.opened {}\n")) << log.text;
  EXPECT_EQ(log.text.find("gate.closed", 1), std::string::npos) << log.text;
}

TEST_F(PolicyTest, TheLargestQuotaWarnsOfNothing) {
  EventLog log;
  const Client client = make_client(engine_, [&](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_monthly_quota(options, INT64_MAX, 1, nullptr), SPK_OK);
    ASSERT_EQ(spk_client_options_set_log_callback(options, SPK_LOG_WARNING, &EventLog::keep, &log, nullptr), SPK_OK);
  });
  EXPECT_EQ(send(client, get_inspection(kInspection)).status, SPK_OK);
  const std::lock_guard lock(log.mutex);
  EXPECT_EQ(log.text, "");
}

TEST_F(PolicyTest, TwoLedgersOfOneFileAddUp) {
  // Two clocks share nothing in memory, as two processes do not.
  spk_experimental_clock* raw_clock = nullptr;
  ASSERT_EQ(spk_experimental_clock_create(kUnixMs, &raw_clock, nullptr), SPK_OK);
  const Clock other_clock(raw_clock);
  const Engine other_engine = make_engine([&](spk_engine_options* options) {
    ASSERT_EQ(spk_engine_options_set_experimental_clock(options, other_clock.get(), nullptr), SPK_OK);
  });
  const TemporaryFolder folder;
  const std::string path = folder.path("calls.db");
  const auto with_ledger = [&](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_ledger_path(options, path.data(), path.size(), nullptr), SPK_OK);
    ASSERT_EQ(spk_client_options_set_monthly_quota(options, 6, 1, nullptr), SPK_OK);
  };
  const Client first = make_client(engine_, with_ledger);
  const Client second = make_client(other_engine, with_ledger);
  for (int at = 0; at < 3; ++at) {
    EXPECT_EQ(send(first, get_inspection(kInspection)).status, SPK_OK);
    EXPECT_EQ(send(second, get_inspection(kInspection)).status, SPK_OK);
  }
  // Asking writes the asker's own calls, so only the second question of both is sure to hear of all.
  usage_of(first);
  EXPECT_EQ(spk_usage_calls(usage_of(second).get()), 6);
  EXPECT_EQ(spk_usage_calls(usage_of(first).get()), 6);
  EXPECT_EQ(send(first, get_inspection(kInspection)).status, SPK_RATE_LIMITED);
  EXPECT_EQ(send(second, get_inspection(kInspection)).status, SPK_RATE_LIMITED);
  EXPECT_EQ(received("GET").size(), 6u);
}

TEST_F(PolicyTest, AClientWithAnEngineOfItsOwnHasWrittenItsLedgerWhenItIsClosed) {
  const TemporaryFolder folder;
  const std::string path = folder.path("calls.db");
  const auto with_ledger = [&](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_ledger_path(options, path.data(), path.size(), nullptr), SPK_OK);
  };
  constexpr int kCalls = 20;
  const Client client = make_client(nullptr, with_ledger);
  for (int at = 0; at < kCalls; ++at) EXPECT_EQ(send(client, get_inspection(kInspection)).status, SPK_OK);
  ASSERT_EQ(spk_client_close(client.get(), 20'000, nullptr), SPK_OK);
  // Another clock, so that nothing is shared in memory, in the same month.
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  spk_experimental_clock* raw_clock = nullptr;
  ASSERT_EQ(spk_experimental_clock_create(std::chrono::duration_cast<std::chrono::milliseconds>(now).count(),
                                          &raw_clock, nullptr),
            SPK_OK);
  const Clock clock(raw_clock);
  const Engine engine = make_engine([&](spk_engine_options* options) {
    ASSERT_EQ(spk_engine_options_set_experimental_clock(options, clock.get(), nullptr), SPK_OK);
  });
  const Client reader = make_client(engine, with_ledger);
  EXPECT_EQ(spk_usage_calls(usage_of(reader).get()), kCalls);
}

TEST_F(PolicyTest, TheLedgersFileHoldsNoKeyAndIsForItsOwnerOnly) {
  const TemporaryFolder folder;
  const std::string path = folder.path("calls.db");
  const Client client = make_client(engine_, [&](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_ledger_path(options, path.data(), path.size(), nullptr), SPK_OK);
  });
  EXPECT_EQ(send(client, get_inspection(kInspection)).status, SPK_OK);
  EXPECT_EQ(spk_usage_calls(usage_of(client).get()), 1);
  for (const auto& entry : std::filesystem::directory_iterator(folder.path(""))) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(bytes.find(sandbox_.api_key()), std::string::npos) << entry.path();
    constexpr auto kOthers = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
    EXPECT_EQ(entry.status().permissions() & kOthers, std::filesystem::perms::none) << entry.path();
  }
}

}  // namespace
}  // namespace spectrakit::tests
