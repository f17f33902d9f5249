#include "base/block_cache.h"

#include <gtest/gtest.h>

#include <cstring>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/padded_buffer.h"

namespace spectrakit::tests {
namespace {

TEST(BlockCache, GivesAtLeastWhatIsAskedFor) {
  for (const size_t size : {size_t{0}, size_t{1}, size_t{40'000}, size_t{300'000}, size_t{5'000'000}}) {
    const Block block = take_block(size);
    EXPECT_GE(block.size, size);
    if (size > 0) std::memset(block.bytes, 'x', block.size);
    give_back_block(block);
  }
}

#if !defined(__SANITIZE_ADDRESS__)
TEST(BlockCache, ALargeBlockIsUsedAgain) {
  const Block first = take_block(300'000);
  char* const bytes = first.bytes;
  give_back_block(first);
  const Block second = take_block(400'000);
  EXPECT_EQ(second.bytes, bytes) << "both sizes are of one class";
  give_back_block(second);
}
#endif

TEST(BlockCache, NoBlockIsGivenToTwoAtATime) {
  for (int round = 0; round < 2; ++round) {
    std::vector<Block> blocks;
    std::set<char*> addresses;
    for (int at = 0; at < 50; ++at) {
      blocks.push_back(take_block(100'000));
      addresses.insert(blocks.back().bytes);
    }
    EXPECT_EQ(addresses.size(), blocks.size());
    for (const Block& block : blocks) give_back_block(block);
  }
}

TEST(PaddedBuffer, IsFollowedByZerosHoweverItGrows) {
  PaddedBuffer buffer;
  std::string expected;
  for (size_t at = 0; at < 3'000; ++at) {
    const std::string piece(at % 97, static_cast<char>('a' + at % 26));
    buffer.append(piece);
    expected += piece;
    ASSERT_EQ(buffer.view(), expected);
    if (buffer.size() == 0) continue;
    const std::string_view padding(buffer.data() + buffer.size(), PaddedBuffer::kPaddingBytes);
    ASSERT_EQ(padding.find_first_not_of('\0'), std::string_view::npos);
  }
}

TEST(PaddedBuffer, MovesItsBytesAndLeavesNone) {
  PaddedBuffer from("some bytes");
  PaddedBuffer to = std::move(from);
  EXPECT_EQ(to.view(), "some bytes");
  EXPECT_EQ(from.size(), 0u);
  from = std::move(to);
  EXPECT_EQ(from.view(), "some bytes");
}

}  // namespace
}  // namespace spectrakit::tests
