#include "http/host_slots.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace spectrakit::http {
namespace {

struct Recorder : SlotWaiter {
  Recorder(std::string its_name, std::vector<std::string>& its_told) : name(std::move(its_name)), told(its_told) {}
  void slot_is_free() override { told.push_back(name); }

  std::string name;
  std::vector<std::string>& told;
};

class HostSlotsTest : public ::testing::Test {
 protected:
  HostSlots slots_{2};
  std::vector<std::string> told_;
  Recorder first_{"first", told_};
  Recorder second_{"second", told_};
};

TEST_F(HostSlotsTest, EachHostHasAsManySlotsAsWereAllowed) {
  EXPECT_TRUE(slots_.take("https://a:443", first_));
  EXPECT_TRUE(slots_.take("https://a:443", first_));
  EXPECT_FALSE(slots_.take("https://a:443", first_));
  EXPECT_TRUE(slots_.take("https://b:443", first_)) << "another host has its own";
}

TEST_F(HostSlotsTest, WhoWaitsIsToldInTurnAndOnce) {
  slots_.take("a", first_);
  slots_.take("a", first_);
  EXPECT_FALSE(slots_.take("a", second_));
  EXPECT_FALSE(slots_.take("a", first_));
  EXPECT_FALSE(slots_.take("a", second_));
  slots_.give_back("a");
  EXPECT_EQ(told_, (std::vector<std::string>{"second", "first"})) << "the second had no use for the slot";
}

TEST_F(HostSlotsTest, WhoNoLongerWaitsIsNotTold) {
  slots_.take("a", first_);
  slots_.take("a", first_);
  slots_.take("a", second_);
  slots_.stop_waiting("a", second_);
  slots_.give_back("a");
  EXPECT_TRUE(told_.empty());
}

}  // namespace
}  // namespace spectrakit::http
