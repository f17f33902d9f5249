#include "policy/retry_budget.h"

#include <gtest/gtest.h>

namespace spectrakit::policy {
namespace {

int taken(RetryBudget& budget, int64_t now_ms) {
  int count = 0;
  while (count < 1'000'000 && budget.take(now_ms)) ++count;
  return count;
}

TEST(RetryBudget, ThereIsAReserveAndItEnds) {
  RetryBudget budget;
  EXPECT_EQ(taken(budget, 0), 50);
  EXPECT_FALSE(budget.take(0));
}

TEST(RetryBudget, ManyCallsEarnOneRetryInFive) {
  RetryBudget budget;
  taken(budget, 0);
  for (int call = 0; call < 100; ++call) budget.first_attempt(0);
  EXPECT_NEAR(taken(budget, 0), 20, 1);
}

TEST(RetryBudget, AProgramThatMakesFewCallsHasItsRetriesBackInTime) {
  RetryBudget budget;
  taken(budget, 0);
  EXPECT_EQ(taken(budget, 10'000), 5);
}

TEST(RetryBudget, TheReserveDoesNotGrowWithoutLimit) {
  RetryBudget budget;
  for (int call = 0; call < 100'000; ++call) budget.first_attempt(0);
  EXPECT_EQ(taken(budget, int64_t{365} * 24 * 3'600'000), 50);
}

}  // namespace
}  // namespace spectrakit::policy
