#include "base/shared_clock.h"

#include <gtest/gtest.h>

#include "support/temporary_folder.h"

namespace spectrakit {
namespace {

constexpr int64_t kHourMs = 3'600'000;

class SharedClockTest : public testing::Test {
 protected:
  std::shared_ptr<SharedClock> open(const std::string& path) {
    auto opened = SharedClock::open(path);
    EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.error->message);
    return opened.value;
  }
  std::string refusal(const std::string& path) {
    const auto opened = SharedClock::open(path);
    return opened.ok() ? "it was taken" : opened.error->message;
  }

  tests::TemporaryFolder folder_;
  const std::string path_ = folder_.path("clock");
};

TEST_F(SharedClockTest, ShowsTheSystemsTimeUntilItIsMoved) {
  const auto clock = open(path_);
  const int64_t before_ms = system_clock()->unix_ms();
  const int64_t shown_ms = clock->unix_ms();
  EXPECT_GE(shown_ms, before_ms);
  EXPECT_LE(shown_ms, system_clock()->unix_ms());
}

TEST_F(SharedClockTest, IsMovedForAllWhoHaveItOpen) {
  const auto one = open(path_);
  const auto two = open(path_);
  const int64_t unix_ms = two->unix_ms();
  const int64_t monotonic_ms = two->monotonic_ms();
  one->advance(kHourMs);
  EXPECT_GE(two->unix_ms(), unix_ms + kHourMs);
  EXPECT_GE(two->monotonic_ms(), monotonic_ms + kHourMs);
  EXPECT_GE(open(path_)->unix_ms(), unix_ms + kHourMs);
}

TEST_F(SharedClockTest, CanBeSetBackWithoutMakingAWaitLonger) {
  const auto clock = open(path_);
  const int64_t monotonic_ms = clock->monotonic_ms();
  clock->set_unix_ms(1'000'000'000'000);
  EXPECT_GE(clock->unix_ms(), 1'000'000'000'000);
  EXPECT_LT(clock->unix_ms(), 1'000'000'000'000 + kHourMs);
  EXPECT_GE(clock->monotonic_ms(), monotonic_ms);
}

TEST_F(SharedClockTest, SkipsOnlyWhenItAdvancesByItselfAndOnlyAsFarAsNobodySkippedBefore) {
  const auto one = open(path_);
  const auto two = open(path_);
  const int64_t due_ms = one->monotonic_ms() + kHourMs;
  EXPECT_FALSE(one->skip_to(due_ms));
  EXPECT_LT(one->monotonic_ms(), due_ms);
  one->set_auto_advance(true);
  two->set_auto_advance(true);
  EXPECT_TRUE(one->skip_to(due_ms));
  EXPECT_TRUE(two->skip_to(due_ms));
  EXPECT_GE(two->monotonic_ms(), due_ms);
  EXPECT_LT(two->monotonic_ms(), due_ms + kHourMs / 2);
}

TEST_F(SharedClockTest, LetsALoopSleepShortlySinceNobodyTellsThatItWasMoved) {
  const auto clock = open(path_);
  EXPECT_LE(clock->sleep_ms_until(clock->monotonic_ms() + kHourMs), 20);
  EXPECT_GT(clock->sleep_ms_until(clock->monotonic_ms() + kHourMs), 0);
  EXPECT_EQ(clock->sleep_ms_until(clock->monotonic_ms() - 1), 0);
}

TEST_F(SharedClockTest, TakesNoFileThatIsNoClocks) {
  const std::string text = folder_.write("text", "this is somebody's text!");
  EXPECT_NE(refusal(text).find("it is no clock's file"), std::string::npos);
  EXPECT_NE(refusal(folder_.write("short", "text")).find("it is no clock's file"), std::string::npos);
  EXPECT_NE(refusal("/dev/null").find("it is no clock's file"), std::string::npos);
  EXPECT_NE(refusal(folder_.path("missing/clock")).find("No such file"), std::string::npos);
  EXPECT_EQ(folder_.read("text"), "this is somebody's text!");
}

}  // namespace
}  // namespace spectrakit
