#include "base/padded_buffer.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace spectrakit {

PaddedBuffer::PaddedBuffer(PaddedBuffer&& other) noexcept
    : block_(std::exchange(other.block_, Block{})), size_(std::exchange(other.size_, 0)) {}

PaddedBuffer& PaddedBuffer::operator=(PaddedBuffer&& other) noexcept {
  std::swap(block_, other.block_);
  std::swap(size_, other.size_);
  return *this;
}

void PaddedBuffer::append(std::string_view bytes) {
  if (bytes.size() > capacity() - size_) reserve(std::max(size_ + bytes.size(), capacity() * 2));
  if (bytes.empty()) return;
  std::memcpy(block_.bytes + size_, bytes.data(), bytes.size());
  size_ += bytes.size();
  std::memset(block_.bytes + size_, 0, kPaddingBytes);
}

void PaddedBuffer::reserve(size_t capacity_bytes) {
  if (capacity_bytes <= capacity()) return;
  const Block larger = take_block(capacity_bytes + kPaddingBytes);
  if (size_ > 0) std::memcpy(larger.bytes, block_.bytes, size_);
  std::memset(larger.bytes + size_, 0, kPaddingBytes);
  give_back_block(std::exchange(block_, larger));
}

}  // namespace spectrakit
