#include <string>
#include <string_view>
#include <vector>

#include "request_test.h"

namespace spectrakit::tests {
namespace {

TEST(RequestHeader, HeadersAreSentAsTheyAreSet) {
  Request list = request("agents.list");
  EXPECT_TRUE(ok(list.set_raw_header("X-Trace", "abc: def")));
  EXPECT_TRUE(ok(list.set_raw_header("Prefer", "")));
  EXPECT_EQ(list.header_lines(), (std::vector<std::string>{"X-Trace: abc: def", "Prefer;"}));
}

TEST(RequestHeader, SettingAgainReplaces) {
  Request list = request("agents.list");
  EXPECT_TRUE(ok(list.set_raw_header("X-Trace", "1")));
  EXPECT_TRUE(ok(list.set_raw_header("X-Trace", "2")));
  EXPECT_EQ(list.header_lines(), (std::vector<std::string>{"X-Trace: 2"}));
}

TEST(RequestHeader, LineBreaksAndNulAreRefusedInValues) {
  for (const std::string_view bad : {std::string_view("a\r\nX-Evil: 1"), std::string_view("a\n"),
                                     std::string_view("\r"), std::string_view("a\0b", 3)}) {
    EXPECT_TRUE(refused(request("agents.list").set_raw_header("X-Trace", bad)));
  }
}

TEST(RequestHeader, NamesAreTokens) {
  for (const std::string bad : {"", "X Trace", "X-Trace:", "X:Y", "X\r\nY", "X\"", "X-\xC3\xA9", " X", "X\t", "(X)"}) {
    EXPECT_TRUE(refused(request("agents.list").set_raw_header(bad, "1"))) << bad;
  }
  EXPECT_TRUE(refused(request("agents.list").set_raw_header(std::string_view("X\0Y", 3), "1")));
}

TEST(RequestHeader, TheOnesThatBelongToTheConnectionAreRefusedInAnyCase) {
  for (const char* own : {"Authorization", "authorization", "HOST", "Content-Length", "Content-Type",
                          "Transfer-Encoding", "Connection", "Expect", "TE", "Trailer"}) {
    EXPECT_TRUE(refused(request("agents.list").set_raw_header(own, "x"))) << own;
  }
}

TEST(RequestHeader, TheOnesThatEveryCallSendsAreRefused) {
  EXPECT_TRUE(refused(request("agents.list").set_raw_header("Accept", "text/csv")));
  EXPECT_TRUE(refused(request("agents.list").set_raw_header("User-Agent", "x")));
}

TEST(RequestHeader, SettingAgainInAnotherCaseReplaces) {
  Request list = request("agents.list");
  EXPECT_TRUE(ok(list.set_raw_header("X-Trace", "1")));
  EXPECT_TRUE(ok(list.set_raw_header("x-trace", "2")));
  EXPECT_EQ(list.header_lines().size(), 1U);
}

TEST(RequestHeader, ARefusalDoesNotRepeatTheValue) {
  const ErrorPtr error = request("agents.list").set_raw_header("X-Key", "hunter2\n");
  ASSERT_TRUE(refused(error));
  EXPECT_EQ(error->message.find("hunter2"), std::string::npos);
}

}  // namespace
}  // namespace spectrakit::tests
