#include "policy/retry_after.h"

#include <gtest/gtest.h>

#include <string>

namespace spectrakit::policy {
namespace {

/// 1994-11-06 08:49:37 UTC, the date of RFC 9110's examples.
constexpr int64_t kExampleDateMs = 784'111'777'000;
constexpr int64_t kHundredYearsMs = int64_t{100} * 365 * 24 * 3'600 * 1'000;

std::optional<int64_t> wait_ms(std::string_view text, int64_t unix_now_ms = kExampleDateMs) {
  return parse_retry_after_ms(text, unix_now_ms);
}

TEST(RetryAfter, SecondsAreTakenAsTheyAre) {
  EXPECT_EQ(wait_ms("120"), 120'000);
  EXPECT_EQ(wait_ms("1"), 1'000);
  EXPECT_EQ(wait_ms("007"), 7'000);
}

TEST(RetryAfter, ZeroAndNegativeSecondsMeanNow) {
  EXPECT_EQ(wait_ms("0"), 0);
  EXPECT_EQ(wait_ms("-1"), 0);
  EXPECT_EQ(wait_ms("-99999999999999999999999999"), 0);
}

TEST(RetryAfter, AFractionIsRoundedUpToTheNextSecond) {
  EXPECT_EQ(wait_ms("1.5"), 2'000);
  EXPECT_EQ(wait_ms("0.001"), 1'000);
  EXPECT_EQ(wait_ms("2.0"), 2'000);
}

TEST(RetryAfter, AbsurdSecondsSaturateAndStayLong) {
  for (const char* text :
       {"9999999999999999999999999", "9223372036854775807", "9223372036854775808", "99999999999999"}) {
    const std::optional<int64_t> wait = wait_ms(text);
    ASSERT_TRUE(wait.has_value()) << text;
    EXPECT_GE(*wait, kHundredYearsMs) << text;
  }
}

TEST(RetryAfter, ADateIsTheTimeUntilIt) {
  EXPECT_EQ(wait_ms("Sun, 06 Nov 1994 08:49:37 GMT", kExampleDateMs - 90'500), 90'500);
  EXPECT_EQ(wait_ms("Sun, 06 Nov 1994 08:49:37 GMT", 0), kExampleDateMs);
  EXPECT_EQ(wait_ms("Thu, 29 Feb 2024 23:59:59 GMT", 1'709'251'198'000), 1'000);
}

TEST(RetryAfter, TheTwoOldFormsOfADateAreTakenAsWell) {
  EXPECT_EQ(wait_ms("Sunday, 06-Nov-94 08:49:37 GMT", kExampleDateMs - 90'500), 90'500);
  EXPECT_EQ(wait_ms("Sun Nov  6 08:49:37 1994", kExampleDateMs - 90'500), 90'500);
}

TEST(RetryAfter, ADateThatHasPassedMeansNow) {
  EXPECT_EQ(wait_ms("Sun, 06 Nov 1994 08:49:37 GMT"), 0);
  EXPECT_EQ(wait_ms("Sun, 06 Nov 1994 08:49:37 GMT", kExampleDateMs + 1), 0);
  EXPECT_EQ(wait_ms("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
}

TEST(RetryAfter, EveryMonthIsKnown) {
  constexpr int64_t kDayMs = 86'400'000;
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  constexpr int kDaysBefore[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  for (int month = 0; month < 12; ++month) {
    const std::string date = "Fri, 01 " + std::string(kMonths[month]) + " 1971 00:00:00 GMT";
    EXPECT_EQ(wait_ms(date, 0), (365 + kDaysBefore[month]) * kDayMs) << date;
  }
}

TEST(RetryAfter, WhatIsNeitherSecondsNorADateIsNothing) {
  for (const char* text : {"",
                           " ",
                           "-",
                           ".",
                           "soon",
                           "12s",
                           "1,5",
                           "1.2.3",
                           "1.x",
                           "0x10",
                           "+5",
                           "1e3",
                           "12 ",
                           " 12",
                           "NaN",
                           "Sun, 06 Nov 1994 08:49:37",
                           "Sun, 06 Nov 1994 08:49:37 GMT+1",
                           "Sun, 06 Foo 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994",
                           "1994-11-06T08:49:37Z",
                           "Sun, 06 Nov 1994 08:49:37 CET"}) {
    EXPECT_EQ(wait_ms(text), std::nullopt) << text;
  }
  EXPECT_EQ(wait_ms(std::string_view("12\0", 3)), std::nullopt);
  EXPECT_EQ(wait_ms(std::string_view("Sun, 06 Nov 1994 08:49:37 GMT\0x", 31)), std::nullopt);
}

}  // namespace
}  // namespace spectrakit::policy
