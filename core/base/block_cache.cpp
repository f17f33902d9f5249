#include "base/block_cache.h"

#include <array>
#include <bit>
#include <cstdlib>
#include <mutex>
#include <new>
#include <utility>

namespace spectrakit {
namespace {

constexpr size_t kSmallestKeptBytes = size_t{32} << 10;
constexpr size_t kLargestKeptBytes = size_t{1} << 20;
constexpr size_t kKeptBlocks = 6;

struct Cache {
  std::mutex mutex;
  std::array<Block, kKeptBlocks> blocks;
};

/// Never destroyed: answers may outlive every static object of the process.
Cache& cache() {
  static Cache& instance = *new Cache;
  return instance;
}

bool is_kept(size_t size) {
  return size >= kSmallestKeptBytes && size <= kLargestKeptBytes;
}

}  // namespace

Block take_block(size_t size) {
  if (is_kept(size)) {
    // One of few sizes, so that what one answer leaves fits the next one.
    size = std::bit_ceil(size);
    const std::lock_guard lock(cache().mutex);
    for (Block& kept : cache().blocks) {
      if (kept.size == size) return std::exchange(kept, Block{});
    }
  }
  auto* const bytes = static_cast<char*>(std::malloc(size));
  if (bytes == nullptr && size > 0) throw std::bad_alloc();
  return {bytes, size};
}

void give_back_block(Block block) noexcept {
  if (is_kept(block.size)) {
    const std::lock_guard lock(cache().mutex);
    for (Block& kept : cache().blocks) {
      if (kept.bytes != nullptr) continue;
      kept = block;
      return;
    }
  }
  std::free(block.bytes);
}

}  // namespace spectrakit
