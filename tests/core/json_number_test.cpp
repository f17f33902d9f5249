#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "json_events.h"

namespace spectrakit::tests {
namespace {

using json::Document;

struct IntegerCase {
  const char* text;
  Status status;
  int64_t value;
};

TEST(JsonNumber, Int64TakesWholeNumbersThatFit) {
  for (const IntegerCase& row : {
           IntegerCase{"0", Status::ok, 0},
           IntegerCase{"-0", Status::ok, 0},
           IntegerCase{"42", Status::ok, 42},
           IntegerCase{"-1", Status::ok, -1},
           IntegerCase{"9223372036854775807", Status::ok, INT64_MAX},
           IntegerCase{"-9223372036854775808", Status::ok, INT64_MIN},
           IntegerCase{"9223372036854775808", Status::value_undecodable, 0},
           IntegerCase{"-9223372036854775809", Status::value_undecodable, 0},
           IntegerCase{"123456789012345678901234567890", Status::value_undecodable, 0},
           IntegerCase{"1.0", Status::value_wrong_kind, 0},
           IntegerCase{"1.5", Status::value_wrong_kind, 0},
           IntegerCase{"1e2", Status::value_wrong_kind, 0},
           IntegerCase{"-0.0", Status::value_wrong_kind, 0},
       }) {
    const Document document = parsed(row.text);
    const Result<int64_t> number = document.int64(document.root());
    EXPECT_EQ(number.ok() ? Status::ok : number.error->status, row.status) << row.text;
    if (number.ok()) {
      EXPECT_EQ(number.value, row.value) << row.text;
    }
  }
}

TEST(JsonNumber, NumberTakesEverythingThatADoubleHolds) {
  for (const std::string text :
       {"0", "-0", "1", "1.0", "-1.5e3", "0.1", "123456789012345678901234567890", "1.7976931348623157e308",
        "2.2250738585072014e-308", "5e-324", "9007199254740993", "0e400", "0.30000000000000004"}) {
    const Document document = parsed(text);
    const Result<double> number = document.number(document.root());
    ASSERT_TRUE(number.ok()) << text << ": " << number.error->message;
    EXPECT_EQ(number.value, std::strtod(text.c_str(), nullptr)) << text;
  }
  const Document document = parsed("-0");
  EXPECT_TRUE(std::signbit(document.number(document.root()).value));
}

TEST(JsonNumber, ANumberTooLargeForADoubleIsUndecodable) {
  for (const char* text : {"1e400", "-1e400", "1e99999999999", "1.8e308"}) {
    const Document document = parsed(text);
    EXPECT_EQ(document.number(document.root()).error->status, Status::value_undecodable) << text;
    EXPECT_EQ(document.raw(document.root()), text);
    EXPECT_EQ(document.text_of(document.root()).value, text);
  }
}

TEST(JsonNumber, ANumberTooSmallForADoubleIsZeroAsForOtherParsers) {
  for (const char* text : {"1e-400", "-1e-400", "0.1e-9999"}) {
    const Document document = parsed(text);
    const Result<double> number = document.number(document.root());
    ASSERT_TRUE(number.ok()) << text << ": " << number.error->message;
    EXPECT_EQ(number.value, 0.0) << text;
  }
}

TEST(JsonNumber, WhatOnlyStartsLikeANumberIsUndecodable) {
  for (const char* text : {"01", "-01", "00", "1.", "-", "-.5", "1e", "1e+", "1.e1", "1E-", "0x10", "1_000", "1.2.3",
                           "--1", "1-", "-Infinity", "1a", "1e1.5"}) {
    const Document document = parsed(text);
    EXPECT_EQ(document.kind(document.root()), json::Kind::number) << text;
    EXPECT_EQ(document.int64(document.root()).error->status, Status::value_undecodable) << text;
    EXPECT_EQ(document.number(document.root()).error->status, Status::value_undecodable) << text;
  }
}

TEST(JsonNumber, AnUndecodableNumberIsReportedByPointerAndHidesNoNeighbor) {
  const Document document = parsed(R"({"data":[{"n":1},{"n":1e400},{"n":01},{"n":4}]})");
  EXPECT_EQ(events_of(document), (JsonEvents{"{",      "name data",   "[", "{", "name n", "integer 1",   "}", "{",
                                             "name n", "undecodable", "}", "{", "name n", "undecodable", "}", "{",
                                             "name n", "integer 4",   "}", "]", "}"}));
  const json::Position data = document.member(document.root(), "data");
  const json::Position second = document.next(document.first(data));
  const Result<double> number = document.number(document.member(second, "n"));
  EXPECT_NE(number.error->message.find("/data/1/n"), std::string::npos) << number.error->message;
}

}  // namespace
}  // namespace spectrakit::tests
