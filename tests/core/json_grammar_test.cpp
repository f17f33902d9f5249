#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "json_events.h"

namespace spectrakit::tests {
namespace {

using json::Document;
using json::ParseLimits;

std::string nested(size_t depth, char open, char close) {
  return std::string(depth, open) + std::string(depth, close);
}

const std::vector<std::string> kAccepted{
    "{}",
    "[]",
    " [ ] ",
    "\t\n\r {\t\n\r }\t\n\r ",
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-1.5e+10",
    "\"\"",
    "\"top level\"",
    "[1,2,3]",
    "[[],{},[[]],\"\",0]",
    R"({"a":1,"a":2})",
    R"({"":0})",
    R"({"a":{"b":{"c":[]}}})",
    R"(["\"\\\/\b\f\n\r\t\u0000\uFFFF\ud834\udd1e"])",
    "[\"\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\"]",
    R"(["{[]}:,"])",
    R"(["\\"])",
    R"(["\\\\\""])",
    R"(["//no comment", "/* neither */"])",
};

const std::vector<std::string> kRefused{
    "",
    " ",
    "\n\t\r ",
    "[",
    "]",
    "{",
    "}",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[,]",
    "[1,,2]",
    "[1 2]",
    "[1}",
    "{]",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\" 1}",
    "{\"a\":1,}",
    "{,\"a\":1}",
    "{\"a\":1 \"b\":2}",
    "{\"a\":1,,\"b\":2}",
    "{\"a\"::1}",
    "{a:1}",
    "{'a':1}",
    "{1:1}",
    "{null:1}",
    "{[]:1}",
    "{\"a\":1}}",
    "[]]",
    "[][]",
    "{} {}",
    "1 2",
    "\"a\" \"b\"",
    "\"a\"\"b\"",
    "null null",
    "\"unclosed",
    "[\"unclosed]",
    "\"",
    "\"\\\"",
    "[\"a\nb\"]",
    "[\"a\tb\"]",
    std::string("[\"a\0b\"]", 7),
    "[\"\x1F\"]",
    "[\"\xC0\x80\"]",
    "[\"\xED\xA0\x80\"]",
    "[\"\xF4\x90\x80\x80\"]",
    "[\"\x80\"]",
    "[\"\xC3\"]",
    "[\xC3\xA9]",
    "nul",
    "nulll",
    "True",
    "NULL",
    "truefalse",
    "[true false]",
    "NaN",
    "Infinity",
    "-Infinity\"",
    "undefined",
    "+1",
    ".5",
    "[1]x",
    "[1]\x0C",
    "\x0B[1]",
    "\xC2\xA0[1]",
    "[1] // comment",
    "/**/[1]",
    "<html></html>",
    std::string("[1]\0", 4),
    std::string("\0", 1),
};

TEST(JsonGrammar, TextsThatRfc8259AllowsAreAccepted) {
  for (const std::string& text : kAccepted) {
    ASSERT_NE(events_of_judge(text), JsonEvents{"refused"}) << "the table is wrong: " << text;
    const Result<Document> document = try_parse(text);
    ASSERT_TRUE(document.ok()) << text << ": " << document.error->message;
    EXPECT_EQ(events_of(document.value), events_of_judge(text)) << text;
  }
}

TEST(JsonGrammar, TextsThatRfc8259ForbidsAreMalformed) {
  for (const std::string& text : kRefused) {
    ASSERT_EQ(events_of_judge(text), JsonEvents{"refused"}) << "the table is wrong: " << text;
    const Result<Document> document = try_parse(text);
    ASSERT_FALSE(document.ok()) << text;
    EXPECT_EQ(document.error->status, Status::malformed_response) << text;
  }
}

TEST(JsonGrammar, TheMessageOfARefusalNeverQuotesTheText) {
  const std::string client_data = "Jane-Doe-555-0123";
  for (const std::string& text : {"{\"" + client_data + "\" 1}", "[\"" + client_data + "]", "[" + client_data + "]",
                                  "{\"a\":\"" + client_data + "\"", "\"" + client_data + "\"x"}) {
    const Result<Document> document = try_parse(text);
    ASSERT_FALSE(document.ok()) << text;
    EXPECT_EQ(document.error->message.find("Jane"), std::string::npos) << document.error->message;
  }
}

TEST(JsonGrammar, ARefusalNamesTheByteWhereTheTextGoesWrong) {
  EXPECT_NE(try_parse("[1, 2 3]").error->message.find("byte 6"), std::string::npos);
  EXPECT_NE(try_parse("{\"a\":1").error->message.find("byte 6"), std::string::npos);
}

TEST(JsonGrammar, AByteOrderMarkIsRefused) {
  EXPECT_FALSE(try_parse("\xEF\xBB\xBF{}").ok());
}

TEST(JsonGrammar, NestingIsAcceptedUpToTheLimitAndRefusedOverIt) {
  for (const uint32_t depth : {1U, 2U, 7U, 256U}) {
    const ParseLimits limits{.depth = depth};
    EXPECT_TRUE(Document::parse(PaddedBuffer(nested(depth, '[', ']')), limits).ok()) << depth;
    const Result<Document> over = Document::parse(PaddedBuffer(nested(depth + 1, '[', ']')), limits);
    ASSERT_FALSE(over.ok()) << depth;
    EXPECT_EQ(over.error->status, Status::malformed_response);
    EXPECT_NE(over.error->message.find(std::to_string(depth)), std::string::npos);
  }
}

TEST(JsonGrammar, ObjectsCountAsNestingLikeArrays) {
  std::string text = "1";
  for (int depth = 0; depth < 256; ++depth) text = "{\"a\":" + text + "}";
  EXPECT_TRUE(try_parse(text).ok());
  EXPECT_FALSE(try_parse("[" + text + "]").ok());
}

TEST(JsonGrammar, DepthIsWhatIsOpenNotHowMuchWasOpened) {
  std::string text = "[";
  for (int count = 0; count < 2'000; ++count) text += (count > 0 ? ",{\"a\":[]}" : "{\"a\":[]}");
  EXPECT_TRUE(Document::parse(PaddedBuffer(text + "]"), ParseLimits{.depth = 3}).ok());
}

TEST(JsonGrammar, AMillionOpenBracketsAreRefusedAndDoNotExhaustTheStack) {
  EXPECT_EQ(try_parse(std::string(1'000'000, '[')).error->status, Status::malformed_response);
}

TEST(JsonGrammar, ATextOverTheSizeLimitIsTooLarge) {
  EXPECT_TRUE(Document::parse(PaddedBuffer("[1,2,3]"), ParseLimits{.bytes = 8}).ok());
  const Result<Document> over = Document::parse(PaddedBuffer("[1,2,3]"), ParseLimits{.bytes = 6});
  ASSERT_FALSE(over.ok());
  EXPECT_EQ(over.error->status, Status::response_too_large);
}

TEST(JsonGrammar, ADocumentThatWasNeverParsedIsAbsentThroughout) {
  const Document document;
  EXPECT_EQ(document.root(), json::kAbsent);
  EXPECT_EQ(document.kind(document.root()), json::Kind::absent);
  EXPECT_EQ(document.size(document.root()), 0U);
  EXPECT_EQ(document.raw(document.root()), "");
  EXPECT_EQ(document.string(document.root()).error->status, Status::value_absent);
}

TEST(JsonGrammar, ALargeDocumentAndThenASmallOneAreBothRead) {
  std::string text = "[0";
  for (int number = 1; number < 1'000'000; ++number) text += "," + std::to_string(number);
  const Document large = parsed(text + "]");
  EXPECT_EQ(large.size(large.root()), 1'000'000U);
  EXPECT_EQ(events_of(parsed("[1]")), events_of_judge("[1]"));
}

TEST(JsonGrammar, TextsOfEveryLengthAroundABlockOfSixtyFourBytesAreRead) {
  for (size_t length = 0; length < 260; ++length) {
    const std::string text = "{\"a\":\"" + std::string(length, 'x') + "\"}";
    ASSERT_EQ(events_of(parsed(text)), events_of_judge(text)) << length;
    const std::string number = std::string(length, ' ') + "12";
    ASSERT_EQ(events_of(parsed(number)), events_of_judge(number)) << length;
  }
}

}  // namespace
}  // namespace spectrakit::tests
