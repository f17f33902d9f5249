#include "base/block_cache.h"

#include <array>
#include <bit>
#include <cstdlib>
#include <mutex>
#include <new>
#include <span>
#include <utility>

namespace spectrakit {
namespace {

constexpr size_t kSmallestKeptBytes = size_t{32} << 10;
constexpr size_t kLargestKeptBytes = size_t{1} << 20;
constexpr size_t kKeptBlocks = 6;

struct Cache {
  std::mutex mutex;
  std::array<Block, kKeptBlocks> blocks;

  /// None without the lock. It is only tried for: in a forked child a thread that is not there may hold it for ever.
  std::span<Block> blocks_if(const std::unique_lock<std::mutex>& lock) {
    return lock.owns_lock() ? std::span<Block>(blocks) : std::span<Block>();
  }
};

/// Never destroyed: answers may outlive every static object of the process.
Cache& cache() {
  static Cache& instance = *new Cache;
  return instance;
}

// A kept block would hide from the address sanitizer that somebody still reads it.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kKeeps = false;
#else
constexpr bool kKeeps = true;
#endif

bool is_kept(size_t size) {
  return kKeeps && size >= kSmallestKeptBytes && size <= kLargestKeptBytes;
}

}  // namespace

Block take_block(size_t size) {
  if (is_kept(size)) {
    // One of few sizes, so that what one answer leaves fits the next one.
    size = std::bit_ceil(size);
    const std::unique_lock lock(cache().mutex, std::try_to_lock);
    for (Block& kept : cache().blocks_if(lock)) {
      if (kept.size == size) return std::exchange(kept, Block{});
    }
  }
  auto* const bytes = static_cast<char*>(std::malloc(size));
  if (bytes == nullptr && size > 0) throw std::bad_alloc();
  return {bytes, size};
}

void give_back_block(Block block) noexcept {
  if (is_kept(block.size)) {
    const std::unique_lock lock(cache().mutex, std::try_to_lock);
    for (Block& kept : cache().blocks_if(lock)) {
      if (kept.bytes != nullptr) continue;
      kept = block;
      return;
    }
  }
  std::free(block.bytes);
}

}  // namespace spectrakit
