#include "policy/retry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace spectrakit::policy {

void PrintTo(const Decision& decision, std::ostream* out) {
  constexpr std::array<const char*, 4> kNames{"done", "again", "failed", "ambiguous"};
  *out << kNames[static_cast<size_t>(decision.verdict)] << " after " << decision.wait_ms << " ms";
}

namespace {

constexpr std::array kMethods{Idempotency::safe, Idempotency::idempotent, Idempotency::unsafe};
constexpr std::array<const char*, 3> kMethodNames{"GET", "PUT", "POST"};

constexpr bool kLeft = true;
constexpr bool kNotLeft = false;

/// One row of the table: what each of GET, PUT and POST does.
struct Row {
  std::string what;
  AttemptOutcome outcome;
  bool request_left;
  int32_t http_status;
  std::optional<int64_t> retry_after_ms;
  std::array<Verdict, 3> verdicts;
};

constexpr std::array kAllAgain{Verdict::again, Verdict::again, Verdict::again};
constexpr std::array kPostAmbiguous{Verdict::again, Verdict::again, Verdict::ambiguous};
constexpr std::array kAllFail{Verdict::failed, Verdict::failed, Verdict::failed};
constexpr std::array kAllDone{Verdict::done, Verdict::done, Verdict::done};

Row answered(int32_t http_status, std::array<Verdict, 3> verdicts) {
  return {"answer " + std::to_string(http_status), AttemptOutcome::answered, kLeft, http_status, {}, verdicts};
}

std::vector<Row> table() {
  std::vector<Row> rows{
      {"name not resolved", AttemptOutcome::name_not_resolved, kNotLeft, 0, {}, kAllAgain},
      {"connection refused", AttemptOutcome::could_not_connect, kNotLeft, 0, {}, kAllAgain},
      {"TLS failed", AttemptOutcome::tls_failed, kNotLeft, 0, {}, kAllAgain},
      {"refused by the proxy", AttemptOutcome::refused_by_proxy, kNotLeft, 0, {}, kAllFail},
      {"client certificate refused", AttemptOutcome::client_certificate_refused, kNotLeft, 0, {}, kAllFail},
      {"timed out while connecting", AttemptOutcome::timed_out, kNotLeft, 0, {}, kAllAgain},
      {"lost before the request left", AttemptOutcome::connection_lost, kNotLeft, 0, {}, kAllAgain},
      {"connection lost in flight", AttemptOutcome::connection_lost, kLeft, 0, {}, kPostAmbiguous},
      {"timed out in flight", AttemptOutcome::timed_out, kLeft, 0, {}, kPostAmbiguous},
      {"kept connection was dead", AttemptOutcome::stale_connection, kLeft, 0, {}, kPostAmbiguous},
      {"response too large", AttemptOutcome::response_too_large, kLeft, 200, {}, kAllFail},
      {"undecodable answer", AttemptOutcome::undecodable_answer, kLeft, 200, {}, kAllFail},
      {"file failed", AttemptOutcome::file_failed, kLeft, 0, {}, kAllFail},
      {"cancelled", AttemptOutcome::cancelled, kLeft, 0, {}, kAllFail},
      {"503, wait 1 s", AttemptOutcome::answered, kLeft, 503, 1'000, kPostAmbiguous},
      {"429, wait 1 s", AttemptOutcome::answered, kLeft, 429, 1'000, kAllAgain},
      {"429, wait above the cap", AttemptOutcome::answered, kLeft, 429, 60'001, kAllFail},
      answered(429, kAllAgain),
  };
  for (const int32_t status : {200, 201, 202, 204, 206}) rows.push_back(answered(status, kAllDone));
  for (const int32_t status : {408, 500, 502, 503, 504, 507, 520, 522, 524, 599})
    rows.push_back(answered(status, kPostAmbiguous));
  for (const int32_t status : {301, 302, 303, 307, 308}) rows.push_back(answered(status, kAllFail));
  for (const int32_t status :
       {400, 401, 402, 403, 404, 405, 406, 409, 410, 411, 412, 413, 415, 418, 422, 423, 428, 451, 501, 505}) {
    rows.push_back(answered(status, kAllFail));
  }
  return rows;
}

Situation situation_of(const Row& row, Idempotency idempotency) {
  Situation situation;
  situation.outcome = row.outcome;
  situation.request_left = row.request_left;
  situation.http_status = row.http_status;
  situation.retry_after_ms = row.retry_after_ms;
  situation.idempotency = idempotency;
  return situation;
}

Situation answered_situation(int32_t http_status, Idempotency idempotency) {
  return situation_of(answered(http_status, kAllDone), idempotency);
}

TEST(Retry, EveryRowOfTheTableHoldsForEveryMethod) {
  Random random(1);
  for (const Row& row : table()) {
    for (size_t method = 0; method < kMethods.size(); ++method) {
      const Decision decision = decide(situation_of(row, kMethods[method]), {}, random);
      EXPECT_EQ(decision.verdict, row.verdicts[method]) << row.what << ", " << kMethodNames[method];
      if (decision.verdict != Verdict::again) {
        EXPECT_EQ(decision.wait_ms, 0) << row.what;
      }
    }
  }
}

TEST(Retry, ZeroRetriesMeansThatNothingIsSentAgain) {
  Random random(1);
  for (const Row& row : table()) {
    for (size_t method = 0; method < kMethods.size(); ++method) {
      const Verdict expected = row.verdicts[method] == Verdict::again ? Verdict::failed : row.verdicts[method];
      const Decision decision = decide(situation_of(row, kMethods[method]), {.max_retries = 0}, random);
      EXPECT_EQ(decision.verdict, expected) << row.what << ", " << kMethodNames[method];
    }
  }
}

TEST(Retry, AsManyRetriesAreMadeAsWereAllowed) {
  Random random(1);
  Situation situation = answered_situation(503, Idempotency::safe);
  for (const uint32_t max_retries : {1U, 2U, 5U}) {
    situation.attempt_number = max_retries;
    EXPECT_EQ(decide(situation, {.max_retries = max_retries}, random).verdict, Verdict::again) << max_retries;
    situation.attempt_number = max_retries + 1;
    EXPECT_EQ(decide(situation, {.max_retries = max_retries}, random).verdict, Verdict::failed) << max_retries;
  }
}

TEST(Retry, AnAmbiguousWriteIsAmbiguousOnTheLastAttemptToo) {
  Random random(1);
  Situation situation = answered_situation(502, Idempotency::unsafe);
  situation.attempt_number = 99;
  situation.left_ms = 0;
  EXPECT_EQ(decide(situation, {}, random).verdict, Verdict::ambiguous);
}

TEST(Retry, RetryAfterIsWaitedExactly) {
  Random random(1);
  for (const int32_t http_status : {429, 503}) {
    Situation situation = answered_situation(http_status, Idempotency::safe);
    for (const int64_t asked_ms : {0L, 1L, 7'000L, 60'000L}) {
      situation.retry_after_ms = asked_ms;
      EXPECT_EQ(decide(situation, {}, random), (Decision{Verdict::again, asked_ms})) << http_status;
    }
  }
}

TEST(Retry, ARetryAfterAboveTheCapFailsAtOnce) {
  Random random(1);
  Situation situation = answered_situation(429, Idempotency::unsafe);
  situation.retry_after_ms = 5'001;
  EXPECT_EQ(decide(situation, {.longest_retry_after_ms = 5'000}, random),
            (Decision{Verdict::failed, 0, StopReason::retry_after_too_long}));
  situation.retry_after_ms = 5'000;
  EXPECT_EQ(decide(situation, {.longest_retry_after_ms = 5'000}, random), (Decision{Verdict::again, 5'000}));
}

TEST(Retry, AWaitThatReachesTheDeadlineFailsAtOnce) {
  Random random(1);
  Situation situation = answered_situation(429, Idempotency::safe);
  situation.retry_after_ms = 3'000;
  for (const int64_t left_ms : {0L, 1L, 2'999L, 3'000L}) {
    situation.left_ms = left_ms;
    EXPECT_EQ(decide(situation, {}, random).verdict, Verdict::failed) << left_ms;
  }
  situation.left_ms = 3'001;
  EXPECT_EQ(decide(situation, {}, random), (Decision{Verdict::again, 3'000}));
}

TEST(Retry, ADeadlineThatHasPassedFailsWhateverTheMethodMayRepeat) {
  Random random(1);
  for (const Idempotency method : {Idempotency::safe, Idempotency::idempotent}) {
    Situation situation = situation_of({"", AttemptOutcome::stale_connection, kLeft, 0, {}, kAllAgain}, method);
    situation.left_ms = 0;
    EXPECT_EQ(decide(situation, {}, random).verdict, Verdict::failed);
  }
}

TEST(Retry, ADeadKeptConnectionIsReplacedWithoutAWait) {
  Random random(1);
  const Situation situation =
      situation_of({"", AttemptOutcome::stale_connection, kLeft, 0, {}, kAllAgain}, Idempotency::safe);
  EXPECT_EQ(decide(situation, {}, random), (Decision{Verdict::again, 0}));
}

TEST(Retry, OnlyAnAttemptThatMayHaveReachedTheServerMayHaveActed) {
  for (const Row& row : table()) {
    const bool expected = row.verdicts == kPostAmbiguous || row.outcome == AttemptOutcome::response_too_large ||
                          row.outcome == AttemptOutcome::undecodable_answer;
    EXPECT_EQ(may_have_acted(situation_of(row, Idempotency::unsafe), {}), expected) << row.what;
  }
}

TEST(Retry, WhatTheTableSendsAgainMaySucceedLaterAndNothingElse) {
  for (const Row& row : table()) {
    const bool over_cap = row.retry_after_ms.value_or(0) > RetryOptions{}.longest_retry_after_ms;
    for (size_t method = 0; method < kMethods.size(); ++method) {
      EXPECT_EQ(may_succeed_later(situation_of(row, kMethods[method]), {}),
                row.verdicts[method] == Verdict::again || over_cap)
          << row.what << ", " << kMethodNames[method];
    }
  }
}

TEST(Retry, BackoffReachesBothHalvesOfItsRangeAndNeverLeavesIt) {
  const RetryOptions options{.first_backoff_ms = 500, .longest_backoff_ms = 3'000};
  constexpr std::array<int64_t, 6> kCeilingsMs{500, 1'000, 2'000, 3'000, 3'000, 3'000};
  Random random(3);
  for (uint32_t attempt = 1; attempt <= kCeilingsMs.size(); ++attempt) {
    const int64_t ceiling_ms = kCeilingsMs[attempt - 1];
    int low = 0;
    int64_t smallest_ms = ceiling_ms;
    int64_t largest_ms = 0;
    for (int draw = 0; draw < 4'000; ++draw) {
      const int64_t wait_ms = backoff_ms(attempt, options, random);
      low += wait_ms < ceiling_ms / 2;
      smallest_ms = std::min(smallest_ms, wait_ms);
      largest_ms = std::max(largest_ms, wait_ms);
    }
    EXPECT_GE(smallest_ms, 0);
    EXPECT_LT(smallest_ms, ceiling_ms / 50);
    EXPECT_LE(largest_ms, ceiling_ms);
    EXPECT_GT(largest_ms, ceiling_ms - ceiling_ms / 50);
    EXPECT_NEAR(low, 2'000, 200) << "attempt " << attempt;
  }
}

TEST(Retry, BackoffIsBoundedForAnyAttemptNumber) {
  Random random(4);
  for (const uint32_t attempt : {40U, 64U, 1'000U, UINT32_MAX}) {
    EXPECT_LE(backoff_ms(attempt, {}, random), RetryOptions{}.longest_backoff_ms);
  }
}

TEST(Retry, ABackoffOfZeroNeverWaits) {
  Random random(4);
  for (const uint32_t attempt : {1U, 2U, 50U}) EXPECT_EQ(backoff_ms(attempt, {.first_backoff_ms = 0}, random), 0);
}

TEST(Retry, TheSameSeedDecidesTheSame) {
  const auto waits_ms = [](uint64_t seed) {
    Random random(seed);
    std::vector<int64_t> waits;
    for (int call = 0; call < 20; ++call) {
      waits.push_back(decide(answered_situation(500, Idempotency::safe), {}, random).wait_ms);
    }
    return waits;
  };
  EXPECT_EQ(waits_ms(11), waits_ms(11));
  EXPECT_NE(waits_ms(11), waits_ms(12));
}

}  // namespace
}  // namespace spectrakit::policy
