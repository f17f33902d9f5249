#include "base/random.h"

#include <gtest/gtest.h>

#include <array>

namespace spectrakit {
namespace {

TEST(Random, TheSameSeedGivesTheSameRow) {
  Random one(5);
  Random two(5);
  Random other(6);
  const uint64_t first = one.next();
  EXPECT_EQ(first, two.next());
  EXPECT_NE(first, other.next());
  for (int draw = 0; draw < 100; ++draw) EXPECT_EQ(one.up_to(1'000), two.up_to(1'000));
}

TEST(Random, WithoutASeedEachStartsElsewhere) {
  EXPECT_NE(Random(std::nullopt).next(), Random(std::nullopt).next());
}

TEST(Random, ABoundBelowOneGivesZero) {
  Random random(1);
  EXPECT_EQ(random.up_to(0), 0);
  EXPECT_EQ(random.up_to(-1), 0);
  EXPECT_EQ(random.up_to(INT64_MIN), 0);
}

TEST(Random, EveryValueUpToTheBoundIsDrawnAboutAsOften) {
  Random random(2);
  std::array<int, 5> drawn{};
  for (int draw = 0; draw < 5'000; ++draw) ++drawn.at(static_cast<size_t>(random.up_to(4)));
  for (const int count : drawn) EXPECT_NEAR(count, 1'000, 150);
}

TEST(Random, TheWidestBoundIsTaken) {
  Random random(3);
  for (int draw = 0; draw < 100; ++draw) EXPECT_GE(random.up_to(INT64_MAX), 0);
}

}  // namespace
}  // namespace spectrakit
