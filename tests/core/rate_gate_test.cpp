#include "policy/rate_gate.h"

#include <gtest/gtest.h>

namespace spectrakit::policy {
namespace {

class RateGateTest : public ::testing::Test {
 protected:
  /// Starts as many attempts as the gate lets through at once, up to `most`.
  int started(int64_t now_ms, uint32_t per_minute, int most) {
    int count = 0;
    while (count < most && gate_.try_start(now_ms, per_minute).wait_ms == 0) ++count;
    return count;
  }

  RateGate gate_;
  Random random_{1};
};

TEST_F(RateGateTest, WithoutALimitEverythingStartsAtOnce) {
  EXPECT_EQ(started(0, 0, 10'000), 10'000);
  EXPECT_EQ(gate_.state(0), GateState::open);
}

TEST_F(RateGateTest, NoSixtySecondsEverHoldMoreThanTheLimit) {
  EXPECT_EQ(started(0, 10, 100), 10);
  EXPECT_EQ(started(59'999, 10, 100), 0);
  EXPECT_EQ(gate_.try_start(20'000, 10).wait_ms, 40'000);
  EXPECT_EQ(started(60'000, 10, 4), 4);
  EXPECT_EQ(started(90'000, 10, 100), 6);
  EXPECT_EQ(started(119'999, 10, 100), 0);
  EXPECT_EQ(started(120'000, 10, 100), 4);
}

TEST_F(RateGateTest, TwoClientsOfAKeyShareTheWindow) {
  EXPECT_EQ(started(0, 10, 6), 6);
  EXPECT_EQ(started(0, 8, 100), 2);
  EXPECT_EQ(started(0, 10, 100), 2);
}

TEST_F(RateGateTest, ARetryAfterClosesItForThatLong) {
  const RateGate::Answer first = gate_.try_start(0, 0);
  EXPECT_EQ(gate_.rate_limited(100, first.opening, 5'000, false, random_).wait_ms, 5'000);
  EXPECT_EQ(gate_.state(100), GateState::closed);
  EXPECT_EQ(gate_.try_start(1'100, 0).wait_ms, 4'000);
  EXPECT_EQ(gate_.try_start(5'100, 0).wait_ms, 0);
}

TEST_F(RateGateTest, OneAttemptGoesFirstAndItsAnswerOpensTheGateForAll) {
  const RateGate::Answer first = gate_.try_start(0, 0);
  gate_.rate_limited(0, first.opening, 5'000, false, random_);
  const RateGate::Answer probe = gate_.try_start(5'000, 0);
  ASSERT_EQ(probe.wait_ms, 0);
  EXPECT_GT(gate_.try_start(5'000, 0).wait_ms, 0) << "the others wait for the answer of the first";
  EXPECT_TRUE(gate_.passed(5'020, probe.opening));
  EXPECT_FALSE(gate_.passed(5'020, probe.opening)) << "it is open already";
  EXPECT_EQ(started(5'020, 0, 100), 100);
}

TEST_F(RateGateTest, AnAnswerToWhatWasSentBeforeItClosedDoesNotOpenIt) {
  const RateGate::Answer first = gate_.try_start(0, 0);
  const RateGate::Answer second = gate_.try_start(0, 0);
  gate_.rate_limited(10, first.opening, 5'000, false, random_);
  EXPECT_FALSE(gate_.passed(20, second.opening));
  EXPECT_EQ(gate_.try_start(20, 0).wait_ms, 4'990);
}

TEST_F(RateGateTest, AnAttemptThatIsNeverAnsweredHoldsTheOthersUpForASecondOnly) {
  const RateGate::Answer first = gate_.try_start(0, 0);
  gate_.rate_limited(0, first.opening, 0, false, random_);
  ASSERT_EQ(gate_.try_start(0, 0).wait_ms, 0);
  EXPECT_EQ(gate_.try_start(0, 0).wait_ms, 1'000);
  EXPECT_EQ(gate_.try_start(1'000, 0).wait_ms, 0);
}

TEST_F(RateGateTest, ABurstOfBare429sCountsAsOne) {
  const RateGate::Answer attempt = gate_.try_start(0, 0);
  const int64_t closed_ms = gate_.rate_limited(0, attempt.opening, std::nullopt, false, random_).wait_ms;
  for (int more = 0; more < 50; ++more) {
    EXPECT_EQ(gate_.rate_limited(0, attempt.opening, std::nullopt, false, random_).wait_ms, closed_ms);
  }
  EXPECT_EQ(gate_.state(0), GateState::closed);
  EXPECT_GE(closed_ms, 1'000);
  EXPECT_LE(closed_ms, 2'000);
}

TEST_F(RateGateTest, Bare429sThatDoNotEndMakeItProbeRarely) {
  int64_t now_ms = 0;
  int attempts = 0;
  constexpr int64_t kDayMs = 24 * 3'600'000;
  while (now_ms < kDayMs) {
    const RateGate::Answer answer = gate_.try_start(now_ms, 0);
    if (answer.wait_ms == 0) {
      ++attempts;
      gate_.rate_limited(now_ms, answer.opening, std::nullopt, false, random_);
    } else {
      now_ms += answer.wait_ms;
    }
  }
  EXPECT_EQ(gate_.state(now_ms), GateState::probing);
  EXPECT_LE(attempts, 4 + 4 + 24 * 4) << "one in a quarter of an hour";
  EXPECT_GE(attempts, 24 * 4 - 4);
}

TEST_F(RateGateTest, AProbeThatPassesEndsTheProbing) {
  int64_t now_ms = 0;
  while (gate_.state(now_ms) != GateState::probing) {
    const RateGate::Answer answer = gate_.try_start(now_ms, 0);
    now_ms += answer.wait_ms;
    if (answer.wait_ms == 0) gate_.rate_limited(now_ms, answer.opening, std::nullopt, false, random_);
  }
  now_ms += gate_.opens_in_ms(now_ms);
  const RateGate::Answer probe = gate_.try_start(now_ms, 0);
  ASSERT_EQ(probe.wait_ms, 0);
  gate_.passed(now_ms, probe.opening);
  EXPECT_EQ(gate_.state(now_ms), GateState::open);
  const RateGate::Answer next = gate_.try_start(now_ms, 0);
  EXPECT_LE(gate_.rate_limited(now_ms, next.opening, std::nullopt, false, random_).wait_ms, 2'000) << "it begins anew";
}

TEST_F(RateGateTest, TheMonthlyQuotaMakesItProbeAtOnce) {
  const RateGate::Answer first = gate_.try_start(0, 0);
  EXPECT_EQ(gate_.rate_limited(0, first.opening, std::nullopt, true, random_).wait_ms, 60'000);
  EXPECT_EQ(gate_.state(0), GateState::probing);
  EXPECT_TRUE(gate_.try_start(0, 0).monthly_quota);
}

TEST_F(RateGateTest, ARetryAfterOfDaysIsBelievedAnHourAtATime) {
  const RateGate::Answer first = gate_.try_start(0, 0);
  EXPECT_EQ(gate_.rate_limited(0, first.opening, int64_t{10} * 24 * 3'600'000, false, random_).wait_ms, 3'600'000);
}

}  // namespace
}  // namespace spectrakit::policy
