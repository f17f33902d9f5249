#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>

#include "http/engine.h"
#include "http/stall_timer.h"

namespace spectrakit::http {
namespace {

class StallTimerTest : public testing::Test {
 protected:
  StallTimerTest() {
    clock_ = std::make_shared<ManualClock>(0);
    EngineOptions options;
    options.clock = clock_;
    engine_ = std::move(Engine::create(options).value);
    on_loop([this] { timer_ = std::make_unique<StallTimer>(engine_->loop(), [this] { ++stalls_; }); });
  }
  ~StallTimerTest() override {
    on_loop([this] { timer_.reset(); });
  }
  /// Runs on the I/O thread, in a turn that sees the clock as it is now, and waits for that.
  void on_loop(const std::function<void()>& work) {
    std::promise<void> done;
    engine_->loop().post([&] {
      work();
      done.set_value();
    });
    done.get_future().wait();
  }
  int stalls_after(int64_t by_ms) {
    clock_->advance(by_ms);
    // The first may still run in the turn before; due timers go between one turn's tasks and the next one's.
    on_loop([] {});
    on_loop([] {});
    return stalls_;
  }

  std::shared_ptr<ManualClock> clock_;
  std::shared_ptr<Engine> engine_;
  std::unique_ptr<StallTimer> timer_;
  std::atomic<int> stalls_ = 0;
};

TEST_F(StallTimerTest, FiresOnceWhenNothingMoved) {
  on_loop([this] { timer_->set_limit(1'000); });
  EXPECT_EQ(stalls_after(999), 0);
  EXPECT_EQ(stalls_after(1), 1);
  EXPECT_EQ(stalls_after(10'000), 1);
}

TEST_F(StallTimerTest, StartsAnewWithEachMovement) {
  on_loop([this] { timer_->set_limit(1'000); });
  for (int step = 0; step < 5; ++step) {
    EXPECT_EQ(stalls_after(999), 0);
    on_loop([this] { timer_->moved(); });
  }
  EXPECT_EQ(stalls_after(999), 0);
  EXPECT_EQ(stalls_after(1), 1);
}

TEST_F(StallTimerTest, AShorterLimitHoldsFromItsStart) {
  on_loop([this] { timer_->set_limit(60'000); });
  EXPECT_EQ(stalls_after(10'000), 0);
  on_loop([this] { timer_->set_limit(1'000); });
  EXPECT_EQ(stalls_after(999), 0);
  EXPECT_EQ(stalls_after(1), 1);
}

TEST_F(StallTimerTest, ALongerLimitHoldsFromItsStart) {
  on_loop([this] { timer_->set_limit(1'000); });
  EXPECT_EQ(stalls_after(999), 0);
  on_loop([this] { timer_->set_limit(60'000); });
  EXPECT_EQ(stalls_after(59'999), 0);
  EXPECT_EQ(stalls_after(1), 1);
}

TEST_F(StallTimerTest, NoLimitMeansNone) {
  on_loop([this] { timer_->set_limit(1'000); });
  on_loop([this] {
    timer_->set_limit(-1);
    timer_->moved();
  });
  EXPECT_EQ(stalls_after(1'000'000), 0);
}

}  // namespace
}  // namespace spectrakit::http
