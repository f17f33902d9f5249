#pragma once

#include <cstddef>
#include <string_view>

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
  ~PaddedBuffer();

  /// Throws std::bad_alloc.
  void append(std::string_view bytes);
  void reserve(size_t capacity_bytes);
  void clear();

  const char* data() const { return data_ ? data_ : ""; }
  size_t size() const { return size_; }
  std::string_view view() const { return {data(), size_}; }

 private:
  char* data_ = nullptr;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace spectrakit
