#pragma once

#include <cstddef>
#include <string_view>

#include "base/block_cache.h"

namespace spectrakit {

/// Bytes that grow at the end and are always followed by kPaddingBytes of zeros, as simdjson's wide reads need.
class PaddedBuffer {
 public:
  static constexpr size_t kPaddingBytes = 64;

  PaddedBuffer() = default;
  explicit PaddedBuffer(std::string_view bytes) { append(bytes); }
  PaddedBuffer(PaddedBuffer&& other) noexcept;
  PaddedBuffer& operator=(PaddedBuffer&& other) noexcept;
  PaddedBuffer(const PaddedBuffer&) = delete;
  PaddedBuffer& operator=(const PaddedBuffer&) = delete;
  ~PaddedBuffer() { give_back_block(block_); }

  /// Throws std::bad_alloc.
  void append(std::string_view bytes);
  void reserve(size_t capacity_bytes);

  /// Null while nothing was appended or reserved.
  char* data() { return block_.bytes; }
  const char* data() const { return block_.bytes; }
  size_t size() const { return size_; }
  std::string_view view() const { return {block_.bytes, size_}; }

 private:
  size_t capacity() const { return block_.size < kPaddingBytes ? 0 : block_.size - kPaddingBytes; }

  Block block_;
  size_t size_ = 0;
};

}  // namespace spectrakit
