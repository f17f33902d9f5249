#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace spectrakit::json {

/// The decoded, NUL-terminated strings of one document, each made once however often it is read. Thread-safe.
class StringPool {
 public:
  /// The string kept under `key`; data() is null when there is none.
  std::string_view find(uint64_t key) const;
  /// Keeps a copy of `string` under `key`, or gives back the one that is kept there already.
  std::string_view add(uint64_t key, std::string_view string);

 private:
  struct Slot {
    uint64_t key = kEmpty;
    const char* data = nullptr;
    size_t size = 0;
  };
  static constexpr uint64_t kEmpty = UINT64_MAX;

  const Slot* probe(uint64_t key) const;
  void grow();
  char* allocate(size_t bytes);

  mutable std::mutex mutex_;
  std::vector<Slot> slots_;
  size_t used_ = 0;
  std::vector<std::unique_ptr<char[]>> blocks_;
  size_t block_left_ = 0;
  char* block_next_ = nullptr;
};

}  // namespace spectrakit::json
