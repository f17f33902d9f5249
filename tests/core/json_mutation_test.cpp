#include "json_mutation.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "json_events.h"

namespace spectrakit::tests {
namespace {

const JsonEvents kRefused{"refused"};

/// Compares us with the judge on one text. We may accept more, but only a text whose one fault lies inside numbers or
/// strings, and these must then be undecodable.
::testing::AssertionResult agrees_with_judge(const std::string& text) {
  const JsonEvents expected = events_of_judge(text);
  const Result<json::Document> document = try_parse(text);
  if (!document.ok()) {
    if (expected == kRefused) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << "refused though it is JSON (" << document.error->message << "): " << text;
  }
  if (expected != kRefused) {
    if (events_of(document.value) == expected) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << "read differently: " << text;
  }
  if (const std::string repaired = repaired_text(document.value); events_of_judge(repaired) == kRefused) {
    return ::testing::AssertionFailure() << "accepted though its structure is broken: " << text;
  }
  return ::testing::AssertionSuccess();
}

TEST(JsonMutation, TextsThatAreJsonAreReadAsTheJudgeReadsThem) {
  JsonMutator mutator(20'240'601);
  for (int round = 0; round < 5'000; ++round) {
    const std::string text = mutator.make_text();
    ASSERT_NE(events_of_judge(text), kRefused) << text;
    ASSERT_TRUE(agrees_with_judge(text));
  }
}

TEST(JsonMutation, DamagedTextsAreJudgedAsTheJudgeJudgesThem) {
  JsonMutator mutator(7);
  int refused = 0;
  int accepted = 0;
  for (int round = 0; round < 40'000; ++round) {
    const std::string text = mutator.damaged(mutator.make_text());
    // The judge skips a byte order mark, which RFC 8259 leaves to the parser.
    if (text.starts_with("\xEF")) continue;
    ASSERT_TRUE(agrees_with_judge(text));
    ++(try_parse(text).ok() ? accepted : refused);
  }
  EXPECT_GT(refused, 5'000);
  EXPECT_GT(accepted, 5'000);
}

TEST(JsonMutation, EveryShortRowOfTokensIsJudgedAsTheJudgeJudgesIt) {
  constexpr std::array<const char*, 15> kTokens{"{", "}",    "[",    "]", ":", ",",  "\"a\"", "\"",
                                                "1", "true", "null", "-", " ", "\\", "\x0C"};
  const size_t count = kTokens.size();
  for (size_t row = 0; row < count * count * count * count; ++row) {
    std::string text;
    for (size_t rest = row, place = 0; place < 4; ++place, rest /= count) text += kTokens[rest % count];
    ASSERT_TRUE(agrees_with_judge(text));
  }
}

TEST(JsonMutation, EveryCutOfADocumentIsJudgedAsTheJudgeJudgesIt) {
  const std::string text = R"( {"data":[{"id":"1","a":{"b":[-1.5e3,true,null,"\u00e9\ud83d\ude00"]}},{}],"meta":{}} )";
  for (size_t begin = 0; begin < text.size(); ++begin) {
    for (size_t size = 0; begin + size <= text.size(); ++size) {
      ASSERT_TRUE(agrees_with_judge(text.substr(begin, size)));
    }
  }
}

}  // namespace
}  // namespace spectrakit::tests
