#include "base/clock.h"

#include <gtest/gtest.h>

namespace spectrakit {
namespace {

TEST(ManualClock, StandsStillUntilItIsMoved) {
  ManualClock clock(1'000'000);
  const int64_t start_ms = clock.monotonic_ms();
  EXPECT_EQ(clock.unix_ms(), 1'000'000);
  clock.advance(250);
  EXPECT_EQ(clock.unix_ms(), 1'000'250);
  EXPECT_EQ(clock.monotonic_ms(), start_ms + 250);
}

TEST(ManualClock, ALoopSleepsUntilItIsWokenUnlessTheTimeHasCome) {
  ManualClock clock(0);
  const int64_t now_ms = clock.monotonic_ms();
  EXPECT_EQ(clock.sleep_ms_until(now_ms + 1), -1);
  EXPECT_EQ(clock.sleep_ms_until(now_ms), 0);
  clock.advance(5);
  EXPECT_EQ(clock.sleep_ms_until(now_ms + 5), 0);
  EXPECT_EQ(clock.sleep_ms_until(now_ms + 6), -1);
}

TEST(ManualClock, SkipsOnlyWhenItAdvancesByItself) {
  ManualClock clock(0);
  const int64_t due_ms = clock.monotonic_ms() + 100;
  EXPECT_FALSE(clock.skip_to(due_ms));
  EXPECT_EQ(clock.unix_ms(), 0);
  clock.set_auto_advance(true);
  EXPECT_TRUE(clock.skip_to(due_ms));
  EXPECT_EQ(clock.unix_ms(), 100);
  EXPECT_TRUE(clock.skip_to(due_ms - 50));
  EXPECT_EQ(clock.unix_ms(), 100);
}

TEST(ManualClock, WakesEachSubscriberWheneverItIsMovedUntilItUnsubscribes) {
  ManualClock clock(0);
  int one = 0;
  int two = 0;
  clock.subscribe(&one, [&] { ++one; });
  clock.subscribe(&two, [&] { ++two; });
  clock.advance(1);
  clock.set_auto_advance(true);
  clock.unsubscribe(&two);
  clock.advance(1);
  EXPECT_EQ(one, 3);
  EXPECT_EQ(two, 2);
}

TEST(SystemClock, NeverGoesBackAndNeverSkips) {
  const std::shared_ptr<Clock> clock = system_clock();
  const int64_t before_ms = clock->monotonic_ms();
  EXPECT_GE(clock->monotonic_ms(), before_ms);
  EXPECT_GT(clock->unix_ms(), 1'700'000'000'000);
  EXPECT_EQ(clock->sleep_ms_until(before_ms - 10), 0);
  EXPECT_GT(clock->sleep_ms_until(before_ms + 100'000), 50'000);
  EXPECT_FALSE(clock->skip_to(before_ms + 1'000));
}

}  // namespace
}  // namespace spectrakit
