#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "json/writer.h"

namespace spectrakit::tests {
namespace {

std::string written(std::string_view text) {
  std::string out;
  json::append_string(out, text);
  return out;
}

TEST(JsonWriter, EveryAsciiCharacterComesBackFromTheJudge) {
  for (int code = 0; code < 128; ++code) {
    const std::string text = "a" + std::string(1, static_cast<char>(code)) + "b";
    EXPECT_EQ(nlohmann::json::parse(written(text)).get<std::string>(), text) << code;
  }
}

TEST(JsonWriter, TextBeyondAsciiComesBackFromTheJudge) {
  for (const std::string text : {"", "\xC3\xA9", "\xE2\x80\xA8", "\xF0\x9F\x98\x80", "a\xEF\xBB\xBF", "</script>"}) {
    EXPECT_EQ(nlohmann::json::parse(written(text)).get<std::string>(), text);
  }
}

TEST(JsonWriter, AppendsBehindWhatIsThere) {
  std::string out = "{";
  json::append_string(out, "a\"b");
  EXPECT_EQ(out, R"({"a\"b")");
}

TEST(JsonWriter, ControlCharactersHaveTheirShortestEscape) {
  EXPECT_EQ(written("\b\f\n\r\t"), R"("\b\f\n\r\t")");
  EXPECT_EQ(written(std::string_view("\0\x1F\x7F", 3)), "\"\\u0000\\u001f\x7F\"");
}

TEST(JsonWriter, Utf8IsToldFromOtherBytes) {
  EXPECT_TRUE(json::is_utf8(""));
  EXPECT_TRUE(json::is_utf8("a\xC3\xA9\xF4\x8F\xBF\xBF"));
  for (const char* bad : {"\x80", "\xC0\x80", "\xC3", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "a\xE2\x82"}) {
    EXPECT_FALSE(json::is_utf8(bad));
  }
}

}  // namespace
}  // namespace spectrakit::tests
