#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "json_events.h"

namespace spectrakit::tests {
namespace {

using json::Document;
using json::Position;

TEST(JsonString, EscapesAreDecodedToUtf8) {
  const Document document = parsed(R"("\"\\\/\b\f\n\r\t|\u0041\u00e9\u20AC|\ud834\udd1e\uDBFF\uDFFF|\uffff")");
  EXPECT_EQ(document.string(document.root()).value,
            "\"\\/\b\f\n\r\t|A\xC3\xA9\xE2\x82\xAC|\xF0\x9D\x84\x9E\xF4\x8F\xBF\xBF|\xEF\xBF\xBF");
}

TEST(JsonString, AnEscapedNulIsPartOfTheString) {
  const Document document = parsed(R"("a\u0000b")");
  EXPECT_EQ(document.string(document.root()).value, std::string_view("a\0b", 3));
}

TEST(JsonString, EveryStringIsFollowedByANul) {
  const Document document = parsed(R"(["","plain","esc\n",12,true])");
  for (Position at = document.first(document.root()); at != json::kAbsent; at = document.next(at)) {
    const std::string_view text = document.text_of(at).value;
    ASSERT_NE(text.data(), nullptr);
    EXPECT_EQ(text.data()[text.size()], '\0') << document.raw(at);
  }
}

TEST(JsonString, ASecondReadGivesTheSamePointer) {
  const Document document = parsed(R"({"n\u0061me":"x\ny","plain":"z","number":17})");
  for (Position at = document.first(document.root()); at != json::kAbsent; at = document.next(at)) {
    EXPECT_EQ(document.text_of(at).value.data(), document.text_of(at).value.data());
    EXPECT_EQ(document.name(at).value.data(), document.name(at).value.data());
  }
}

TEST(JsonString, ABrokenEscapeIsUndecodable) {
  for (const char* text : {R"("\x41")", R"("\u12")", R"("\u12G4")", R"("\u+123")", R"("\u-123")", R"("\u 123")",
                           R"("\U0041")", R"("\'")", R"("\0")", R"("\ud834\u")", R"("\ud834\udd1")"}) {
    const Document document = parsed(text);
    const Result<std::string_view> string = document.string(document.root());
    ASSERT_FALSE(string.ok()) << text;
    EXPECT_EQ(string.error->status, Status::value_undecodable) << text;
  }
}

TEST(JsonString, ALoneSurrogateIsUndecodable) {
  for (const char* text : {R"("\ud800")", R"("\udc00")", R"("\ud800x")", R"("\ud800\n")", R"("\ud800\u0041")",
                           R"("\ud800\ud800")", R"("\udc00\ud800")", R"("\ud834\udd1e\ud834")"}) {
    const Document document = parsed(text);
    const Result<std::string_view> string = document.string(document.root());
    ASSERT_FALSE(string.ok()) << text;
    EXPECT_EQ(string.error->status, Status::value_undecodable) << text;
    EXPECT_EQ(document.raw(document.root()), text);
  }
}

TEST(JsonString, AnUndecodableStringIsReportedByPointerAndHidesNoNeighbor) {
  const Document document = parsed(R"({"data":[{"id":"1","a":"x"},{"id":"2","a":"\ud800"},{"id":"3","a":"\u0079"}]})");
  const JsonEvents events = events_of(document);
  EXPECT_EQ(std::count(events.begin(), events.end(), "undecodable"), 1);
  for (const char* readable : {"string 1", "string x", "string 2", "string 3", "string y"}) {
    EXPECT_EQ(std::count(events.begin(), events.end(), readable), 1) << readable;
  }
  const Position data = document.member(document.root(), "data");
  const Position broken = document.member(document.next(document.first(data)), "a");
  const std::string message = document.string(broken).error->message;
  EXPECT_NE(message.find("/data/1/a"), std::string::npos) << message;
}

TEST(JsonString, AnUndecodableNameHidesNeitherItsValueNorItsNeighbors) {
  const Document document = parsed(R"({"\ud800":1,"ok":2})");
  const Position first = document.first(document.root());
  EXPECT_EQ(document.name(first).error->status, Status::value_undecodable);
  EXPECT_EQ(document.int64(first).value, 1);
  EXPECT_EQ(document.int64(document.member(document.root(), "ok")).value, 2);
  EXPECT_EQ(document.pointer(first), "/0");
}

TEST(JsonString, AVeryLongStringIsReadWhole) {
  const std::string plain(300'000, 'x');
  const Document document = parsed("[\"" + plain + "\",\"" + plain + "\\n\",\"short\"]");
  const Position first = document.first(document.root());
  EXPECT_EQ(document.string(first).value, plain);
  EXPECT_EQ(document.string(document.next(first)).value, plain + "\n");
  EXPECT_EQ(document.string(document.next(document.next(first))).value, "short");
}

}  // namespace
}  // namespace spectrakit::tests
