#include "client/nearest.h"

#include <gtest/gtest.h>

#include <array>

namespace spectrakit {
namespace {

constexpr std::array<std::string_view, 4> kNames{"page[size]", "page[number]", "filter[tag]", "sort"};

TEST(Nearest, FindsTheNameWithTheFewestEdits) {
  EXPECT_EQ(nearest("page[siez]", kNames), "page[size]");
  EXPECT_EQ(nearest("page_number", kNames), "page[number]");
  EXPECT_EQ(nearest("filter[tags]", kNames), "filter[tag]");
  EXPECT_EQ(nearest("sort", kNames), "sort");
  EXPECT_EQ(nearest("", kNames), "sort");
}

TEST(Nearest, TheFirstOfSeveralEquallyNearOnesWins) {
  constexpr std::array<std::string_view, 2> kPair{"ab", "cb"};
  EXPECT_EQ(nearest("bb", kPair), "ab");
}

TEST(Nearest, OfNoCandidatesNoneIsNearest) {
  EXPECT_EQ(nearest("anything", {}), "");
}

}  // namespace
}  // namespace spectrakit
