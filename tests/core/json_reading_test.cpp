#include <gtest/gtest.h>

#include <array>
#include <string>
#include <thread>
#include <vector>

#include "json_events.h"

namespace spectrakit::tests {
namespace {

using json::Document;
using json::kAbsent;
using json::Kind;
using json::Position;

std::string text_at(const Document& document, Position value) {
  const Result<std::string_view> text = document.text_of(value);
  return text.ok() ? std::string(text.value) : "<" + std::string(status_name(text.error->status)) + ">";
}

/// The value at a path of member names, "0" and up for array elements.
Position at_path(const Document& document, const std::vector<std::string>& path) {
  Position at = document.root();
  for (const std::string& step : path) {
    if (document.kind(at) == Kind::object) {
      at = document.member(at, step);
    } else {
      at = document.first(at);
      for (int left = std::stoi(step); left > 0; --left) at = document.next(at);
    }
  }
  return at;
}

TEST(JsonReading, KindTellsEveryKindApart) {
  const Document document = parsed(R"([null, true, false, -1, "s", [], {}])");
  std::vector<Kind> kinds;
  for (Position at = document.first(document.root()); at != kAbsent; at = document.next(at)) {
    kinds.push_back(document.kind(at));
  }
  EXPECT_EQ(kinds, (std::vector<Kind>{Kind::null, Kind::boolean, Kind::boolean, Kind::number, Kind::string, Kind::array,
                                      Kind::object}));
  EXPECT_EQ(document.kind(kAbsent), Kind::absent);
}

TEST(JsonReading, MemberFindsWhatStandsUnderANameAndNothingElse) {
  const Document document = parsed(R"({"name":1,"na":2,"names":3,"n":{"name":4},"":5,"Name":6})");
  const Position root = document.root();
  EXPECT_EQ(text_at(document, document.member(root, "name")), "1");
  EXPECT_EQ(text_at(document, document.member(root, "na")), "2");
  EXPECT_EQ(text_at(document, document.member(root, "names")), "3");
  EXPECT_EQ(text_at(document, document.member(root, "")), "5");
  EXPECT_EQ(text_at(document, document.member(root, "Name")), "6");
  EXPECT_EQ(document.member(root, "nam"), kAbsent);
  EXPECT_EQ(document.member(root, "namess"), kAbsent);
  EXPECT_EQ(document.member(root, "\"name"), kAbsent);
  EXPECT_EQ(document.member(root, std::string_view("name\0", 5)), kAbsent);
}

TEST(JsonReading, MemberTakesADefaultMadeViewForTheEmptyName) {
  const Document document = parsed(R"({"":"empty"})");
  EXPECT_EQ(text_at(document, document.member(document.root(), std::string_view())), "empty");
}

TEST(JsonReading, MemberDoesNotLookIntoStringsAndNestedValues) {
  const Document document = parsed(R"({"a":"b","c":{"b":1},"d":[{"b":2}]})");
  EXPECT_EQ(document.member(document.root(), "b"), kAbsent);
}

TEST(JsonReading, TheFirstOfARepeatedNameWins) {
  const Document document = parsed(R"({"a":1,"b":2,"a":3,"\u0061":4})");
  EXPECT_EQ(text_at(document, document.member(document.root(), "a")), "1");
  EXPECT_EQ(document.size(document.root()), 4U);
}

TEST(JsonReading, ANameWithEscapesIsFoundUnderItsDecodedName) {
  const Document document = parsed(R"({"a\u00e9":1,"\u0062":2,"q\"q":3,"s\/s":4,"z\u0000z":5,"\ud83d\ude00":6})");
  const Position root = document.root();
  EXPECT_EQ(text_at(document, document.member(root, "a\xC3\xA9")), "1");
  EXPECT_EQ(text_at(document, document.member(root, "b")), "2");
  EXPECT_EQ(text_at(document, document.member(root, "q\"q")), "3");
  EXPECT_EQ(text_at(document, document.member(root, "s/s")), "4");
  EXPECT_EQ(text_at(document, document.member(root, std::string_view("z\0z", 3))), "5");
  EXPECT_EQ(text_at(document, document.member(root, "\xF0\x9F\x98\x80")), "6");
}

TEST(JsonReading, ANameIsNotFoundUnderItsEscapedSpelling) {
  const Document document = parsed(R"({"a\nb":1,"\u0062":2})");
  EXPECT_EQ(document.member(document.root(), R"(a\nb)"), kAbsent);
  EXPECT_EQ(document.member(document.root(), R"(\u0062)"), kAbsent);
}

TEST(JsonReading, MemberOfWhatIsNoObjectIsAbsent) {
  const Document document = parsed(R"([["a",1],"a",1,null])");
  EXPECT_EQ(document.member(document.root(), "a"), kAbsent);
  for (Position at = document.first(document.root()); at != kAbsent; at = document.next(at)) {
    EXPECT_EQ(document.member(at, "a"), kAbsent);
  }
  EXPECT_EQ(document.member(kAbsent, "a"), kAbsent);
}

TEST(JsonReading, FirstAndNextWalkEachElementOnceAndStop) {
  const Document document = parsed(R"([1,[2,[3]],{"a":4},[],5])");
  std::vector<std::string> raws;
  for (Position at = document.first(document.root()); at != kAbsent; at = document.next(at)) {
    raws.emplace_back(document.raw(at));
  }
  EXPECT_EQ(raws, (std::vector<std::string>{"1", "[2,[3]]", R"({"a":4})", "[]", "5"}));
  EXPECT_EQ(document.next(document.root()), kAbsent);
  EXPECT_EQ(document.next(kAbsent), kAbsent);
}

TEST(JsonReading, ScalarsAndEmptyContainersHaveNoFirst) {
  const Document document = parsed(R"([1,"a",null,true,[],{}])");
  for (Position at = document.first(document.root()); at != kAbsent; at = document.next(at)) {
    EXPECT_EQ(document.first(at), kAbsent);
    EXPECT_EQ(document.size(at), 0U);
  }
  EXPECT_EQ(document.first(kAbsent), kAbsent);
}

TEST(JsonReading, SizeCountsMembersAndElementsOfOneLevel) {
  const Document document = parsed(R"({"a":[1,2,3],"b":{"x":1,"y":[1,2]},"c":[]})");
  EXPECT_EQ(document.size(document.root()), 3U);
  EXPECT_EQ(document.size(at_path(document, {"a"})), 3U);
  EXPECT_EQ(document.size(at_path(document, {"b"})), 2U);
  EXPECT_EQ(document.size(at_path(document, {"c"})), 0U);
}

TEST(JsonReading, NameIsWhatTheValueStandsUnder) {
  const Document document = parsed(R"({"a":["x",{"b\n":1}]})");
  EXPECT_EQ(document.name(at_path(document, {"a"})).value, "a");
  EXPECT_EQ(document.name(at_path(document, {"a", "1", "b\n"})).value, "b\n");
  EXPECT_EQ(document.name(at_path(document, {"a", "0"})).error->status, Status::value_absent);
  EXPECT_EQ(document.name(document.root()).error->status, Status::value_absent);
  EXPECT_EQ(document.name(kAbsent).error->status, Status::value_absent);
}

TEST(JsonReading, RawIsTheExactTextWithoutTheSpaceAround) {
  const Document document = parsed(" { \"a\" : [ 1 ,\t\"x\\u0041\" ] , \"b\" : 1.50e+0 \n, \"c\":\r null } ");
  EXPECT_EQ(document.raw(document.root()), "{ \"a\" : [ 1 ,\t\"x\\u0041\" ] , \"b\" : 1.50e+0 \n, \"c\":\r null }");
  EXPECT_EQ(document.raw(at_path(document, {"a"})), "[ 1 ,\t\"x\\u0041\" ]");
  EXPECT_EQ(document.raw(at_path(document, {"a", "1"})), "\"x\\u0041\"");
  EXPECT_EQ(document.raw(at_path(document, {"b"})), "1.50e+0");
  EXPECT_EQ(document.raw(at_path(document, {"c"})), "null");
  EXPECT_EQ(document.raw(kAbsent), "");
}

TEST(JsonReading, TheRawTextOfEachValueParsesToTheSameValue) {
  const Document document = parsed(R"({"a":[1,{"b":"\u00e9"},[[]]],"c":{"d":-0.5e1},"e":null,"f":"","g":true})");
  std::vector<Position> open{document.root()};
  size_t seen = 0;
  while (!open.empty()) {
    const Position value = open.back();
    open.pop_back();
    ++seen;
    EXPECT_EQ(events_of(parsed(document.raw(value))), events_of(document, value)) << document.raw(value);
    for (Position at = document.first(value); at != kAbsent; at = document.next(at)) open.push_back(at);
  }
  EXPECT_EQ(seen, 12U);
}

TEST(JsonReading, PointerNamesThePlaceOfEachValue) {
  const Document document = parsed(R"({"a":[1,{"b":2},[3,4]],"x/y":{"m~n":5},"":6,"e\u00e9":7})");
  EXPECT_EQ(document.pointer(document.root()), "");
  EXPECT_EQ(document.pointer(at_path(document, {"a"})), "/a");
  EXPECT_EQ(document.pointer(at_path(document, {"a", "0"})), "/a/0");
  EXPECT_EQ(document.pointer(at_path(document, {"a", "1", "b"})), "/a/1/b");
  EXPECT_EQ(document.pointer(at_path(document, {"a", "2", "1"})), "/a/2/1");
  EXPECT_EQ(document.pointer(at_path(document, {"x/y", "m~n"})), "/x~1y/m~0n");
  EXPECT_EQ(document.pointer(at_path(document, {""})), "/");
  EXPECT_EQ(document.pointer(at_path(document, {"e\xC3\xA9"})), "/e\xC3\xA9");
}

TEST(JsonReading, AWrongKindIsNamedByItsPointerAndNotByItsValue) {
  const Document document = parsed(R"({"a":[{"phone":"555-0123","n":12345,"z":null}]})");
  const Position phone = at_path(document, {"a", "0", "phone"});
  const Position number = at_path(document, {"a", "0", "n"});
  EXPECT_EQ(document.int64(phone).error->status, Status::value_wrong_kind);
  EXPECT_EQ(document.number(phone).error->status, Status::value_wrong_kind);
  EXPECT_EQ(document.boolean(phone).error->status, Status::value_wrong_kind);
  EXPECT_EQ(document.string(number).error->status, Status::value_wrong_kind);
  const std::string message = document.int64(phone).error->message;
  EXPECT_NE(message.find("/a/0/phone"), std::string::npos) << message;
  EXPECT_EQ(message.find("555"), std::string::npos) << message;
}

TEST(JsonReading, NullAndAbsentValuesAreAbsentForEveryReader) {
  const Document document = parsed(R"({"z":null})");
  for (const Position value : {at_path(document, {"z"}), kAbsent}) {
    EXPECT_EQ(document.string(value).error->status, Status::value_absent);
    EXPECT_EQ(document.text_of(value).error->status, Status::value_absent);
    EXPECT_EQ(document.int64(value).error->status, Status::value_absent);
    EXPECT_EQ(document.number(value).error->status, Status::value_absent);
    EXPECT_EQ(document.boolean(value).error->status, Status::value_absent);
  }
}

TEST(JsonReading, TextOfGivesScalarsAsWrittenAndStringsDecoded) {
  const Document document = parsed(R"(["a\tb",1.50,-0,true,false,[],{}])");
  EXPECT_EQ(text_at(document, at_path(document, {"0"})), "a\tb");
  EXPECT_EQ(text_at(document, at_path(document, {"1"})), "1.50");
  EXPECT_EQ(text_at(document, at_path(document, {"2"})), "-0");
  EXPECT_EQ(text_at(document, at_path(document, {"3"})), "true");
  EXPECT_EQ(text_at(document, at_path(document, {"4"})), "false");
  EXPECT_EQ(text_at(document, at_path(document, {"5"})), "<SPK_VALUE_WRONG_KIND>");
  EXPECT_EQ(text_at(document, at_path(document, {"6"})), "<SPK_VALUE_WRONG_KIND>");
}

TEST(JsonReading, KeepHoldsAMadeTextBesideTheValuesOwn) {
  const Document document = parsed(R"({"slug":"abc"})");
  const Position slug = at_path(document, {"slug"});
  const std::string_view own = document.string(slug).value;
  const std::string_view made = document.keep(slug, "https://example.com/abc");
  EXPECT_EQ(own, "abc");
  EXPECT_EQ(made, "https://example.com/abc");
  EXPECT_EQ(made.data()[made.size()], '\0');
  EXPECT_EQ(document.keep(slug, "https://example.com/abc").data(), made.data());
  EXPECT_EQ(document.string(slug).value.data(), own.data());
}

TEST(JsonReading, AMovedDocumentKeepsTheTextsThatWereRead) {
  Document document = parsed(R"({"a":"x\ny"})");
  const std::string_view before = document.string(document.member(document.root(), "a")).value;
  const Document moved = std::move(document);
  EXPECT_EQ(before, "x\ny");
  EXPECT_EQ(moved.string(moved.member(moved.root(), "a")).value.data(), before.data());
}

TEST(JsonReading, FourThreadsReadOneDocumentAtOnceAndSeeTheSame) {
  std::string text = "[";
  for (int record = 0; record < 500; ++record) {
    text += std::string(record ? "," : "") + R"({"id":")" + std::to_string(record) + R"(","n\u0061me":"a\u00e9)" +
            std::to_string(record) + R"(","broken":"\ud800"})";
  }
  const Document document = parsed(text + "]");
  std::array<JsonEvents, 4> seen;
  std::vector<std::thread> threads;
  for (JsonEvents& events : seen) threads.emplace_back([&] { events = events_of(document); });
  for (std::thread& thread : threads) thread.join();
  for (const JsonEvents& events : seen) EXPECT_EQ(events, seen[0]);
  EXPECT_EQ(seen[0].size(), 2U + 500U * 8U);
}

}  // namespace
}  // namespace spectrakit::tests
