#include "base/padded_buffer.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace spectrakit {

PaddedBuffer::PaddedBuffer(PaddedBuffer&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)) {}

PaddedBuffer& PaddedBuffer::operator=(PaddedBuffer&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(capacity_, other.capacity_);
  return *this;
}

PaddedBuffer::~PaddedBuffer() {
  std::free(data_);
}

void PaddedBuffer::append(std::string_view bytes) {
  if (bytes.size() > capacity_ - size_) reserve(std::max(size_ + bytes.size(), capacity_ * 2));
  if (bytes.empty()) return;
  std::memcpy(data_ + size_, bytes.data(), bytes.size());
  size_ += bytes.size();
  std::memset(data_ + size_, 0, kPaddingBytes);
}

void PaddedBuffer::reserve(size_t capacity_bytes) {
  if (capacity_bytes <= capacity_ && data_) return;
  void* grown = std::realloc(data_, capacity_bytes + kPaddingBytes);
  if (grown == nullptr) throw std::bad_alloc();
  data_ = static_cast<char*>(grown);
  capacity_ = capacity_bytes;
  std::memset(data_ + size_, 0, kPaddingBytes);
}

void PaddedBuffer::clear() {
  size_ = 0;
  if (data_) std::memset(data_, 0, kPaddingBytes);
}

}  // namespace spectrakit
