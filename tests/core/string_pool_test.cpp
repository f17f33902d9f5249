#include "json/string_pool.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace spectrakit::tests {
namespace {

TEST(StringPool, AnEmptyPoolFindsNothing) {
  const json::StringPool pool;
  EXPECT_EQ(pool.find(0).data(), nullptr);
}

TEST(StringPool, StringsStayWhereTheyAreWhileThePoolGrows) {
  json::StringPool pool;
  std::vector<std::string_view> kept;
  for (uint64_t key = 0; key < 20'000; ++key) kept.push_back(pool.add(key * 3, "text " + std::to_string(key)));
  for (uint64_t key = 0; key < 20'000; ++key) {
    const std::string_view found = pool.find(key * 3);
    ASSERT_EQ(found, "text " + std::to_string(key));
    ASSERT_EQ(found.data(), kept[key].data());
    ASSERT_EQ(found.data()[found.size()], '\0');
    ASSERT_EQ(pool.find(key * 3 + 1).data(), nullptr);
  }
}

TEST(StringPool, TheFirstStringOfAKeyStays) {
  json::StringPool pool;
  const std::string_view first = pool.add(7, "first");
  EXPECT_EQ(pool.add(7, "second").data(), first.data());
  EXPECT_EQ(pool.find(7), "first");
}

TEST(StringPool, AnEmptyStringIsKeptAndFound) {
  json::StringPool pool;
  pool.add(1, "");
  ASSERT_NE(pool.find(1).data(), nullptr);
  EXPECT_EQ(pool.find(1).size(), 0U);
}

TEST(StringPool, StringsAroundTheBlockSizeDoNotOverlap) {
  json::StringPool pool;
  std::vector<std::string_view> kept;
  for (size_t size = 16 * 1024 - 3; size < 16 * 1024 + 3; ++size) {
    kept.push_back(pool.add(size, std::string(size, static_cast<char>('a' + size % 26))));
    kept.push_back(pool.add(size + 100'000, "s"));
  }
  for (size_t at = 0; at < kept.size(); at += 2) {
    const size_t size = 16 * 1024 - 3 + at / 2;
    EXPECT_EQ(kept[at], std::string(size, static_cast<char>('a' + size % 26)));
    EXPECT_EQ(kept[at + 1], "s");
  }
}

TEST(StringPool, ThreadsThatAddTheSameKeysGetTheSameStrings) {
  json::StringPool pool;
  std::vector<std::vector<const char*>> seen(4);
  std::vector<std::thread> threads;
  for (auto& pointers : seen) {
    threads.emplace_back([&pool, &pointers] {
      for (uint64_t key = 0; key < 2'000; ++key) pointers.push_back(pool.add(key, std::to_string(key)).data());
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& pointers : seen) EXPECT_EQ(pointers, seen[0]);
}

}  // namespace
}  // namespace spectrakit::tests
