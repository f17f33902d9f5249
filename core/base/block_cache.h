#pragma once

#include <cstddef>

namespace spectrakit {

/// A piece of memory that somebody owns.
struct Block {
  char* bytes = nullptr;
  size_t size = 0;
};

// Large blocks, a few of which are kept when they are given back. An answer of some hundred kilobytes lives for a
// moment, and getting its pages from the system anew each time costs more than parsing what is in them. Process-wide,
// bounded, thread-safe.

/// At least `size` bytes, uninitialized. Throws std::bad_alloc.
Block take_block(size_t size);
/// Takes what take_block gave, or an empty block.
void give_back_block(Block block) noexcept;

}  // namespace spectrakit
