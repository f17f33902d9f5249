#include "base/log.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace spectrakit {
namespace {

LogSink sink_to(std::vector<LogLine>& lines, LogLevel level) {
  return {[&lines](LogLine line) { lines.push_back(std::move(line)); }, level};
}

TEST(Log, ASecretLeavesInNoLineHoweverOftenItStandsThere) {
  std::vector<LogLine> lines;
  Log log(sink_to(lines, LogLevel::debug));
  log.add_secret("key-123");
  log.write(LogLevel::info, "call.start", "key-123, key-123 and Bearer key-123");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].text, "[secret], [secret] and Bearer [secret]");
  EXPECT_STREQ(lines[0].event, "call.start");
  EXPECT_EQ(lines[0].level, LogLevel::info);
}

TEST(Log, ASecretLeavesInNoFieldEither) {
  std::vector<LogLine> lines;
  Log log(sink_to(lines, LogLevel::debug));
  log.add_secret("key-123");
  log.write(LogLevel::info, "call.start", "text", R"({"operation":"key-123"})");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].fields, R"({"operation":"[secret]"})");
}

TEST(Log, SecretsSideBySideLeaveNothing) {
  Log log({});
  log.add_secret("abXXab");
  const std::string redacted = log.redact("abXXababXXab, abXXabXXab");
  EXPECT_EQ(redacted.find_first_of("X"), std::string::npos) << redacted;
}

TEST(Log, EarlierSecretsStaySecret) {
  Log log({});
  log.add_secret("old-key");
  log.add_secret("new-key");
  EXPECT_EQ(log.redact("old-key new-key"), "[secret] [secret]");
}

TEST(Log, OfASecretThatContainsAnotherNoPartIsLeft) {
  Log log({});
  log.add_secret("alpha-");
  log.add_secret("alpha-bravo");
  const std::string redacted = log.redact("x alpha-bravo y");
  EXPECT_EQ(redacted.find("bravo"), std::string::npos) << redacted;
}

TEST(Log, OfSecretsThatOverlapNoPartIsLeft) {
  Log log({});
  log.add_secret("alpha-bravo");
  log.add_secret("bravo-charlie");
  const std::string redacted = log.redact("x alpha-bravo-charlie y");
  EXPECT_EQ(redacted.find("charlie"), std::string::npos) << redacted;
  EXPECT_EQ(redacted.find("alpha"), std::string::npos) << redacted;
}

TEST(Log, TextWithoutASecretIsLeftAsItIs) {
  Log log({});
  log.add_secret("");
  log.add_secret("key-123");
  EXPECT_EQ(log.redact("key-12 and KEY-123"), "key-12 and KEY-123");
  EXPECT_EQ(log.redact(""), "");
}

TEST(Log, AShortSecretIsTakenOutLikeALongOne) {
  Log log({});
  log.add_secret("k-17");
  EXPECT_EQ(log.redact("key k-17 sent"), "key [secret] sent");
}

TEST(Log, ASecretThatLooksLikeItsReplacementEndsTheReplacing) {
  Log log({});
  log.add_secret("secret");
  EXPECT_EQ(log.redact("a secret b"), "a [secret] b");
}

TEST(Log, LinesBelowTheLevelAreNotWritten) {
  std::vector<LogLine> lines;
  const Log log(sink_to(lines, LogLevel::warning));
  log.write(LogLevel::debug, "a", "");
  log.write(LogLevel::info, "b", "");
  log.write(LogLevel::warning, "c", "");
  log.write(LogLevel::error, "d", "");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].event, "c");
  EXPECT_EQ(lines[1].event, "d");
}

TEST(Log, WithoutASinkNothingIsWanted) {
  const Log log({});
  EXPECT_FALSE(log.wants(LogLevel::error));
  log.write(LogLevel::error, "a", "text");
}

}  // namespace
}  // namespace spectrakit
