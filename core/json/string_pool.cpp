#include "json/string_pool.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace spectrakit::json {
namespace {

constexpr size_t kFirstSlots = 256;
constexpr size_t kBlockBytes = 16 * 1024;

size_t hash(uint64_t key) {
  return static_cast<size_t>((key * 0x9E3779B97F4A7C15u) >> 20);
}

}  // namespace

std::string_view StringPool::find(uint64_t key) const {
  const std::lock_guard lock(mutex_);
  if (slots_.empty()) return {};
  const Slot* slot = probe(key);
  return {slot->data, slot->size};
}

std::string_view StringPool::add(uint64_t key, std::string_view string) {
  const std::lock_guard lock(mutex_);
  if (slots_.empty() || used_ * 2 >= slots_.size()) grow();
  Slot* slot = const_cast<Slot*>(probe(key));
  if (slot->key == key) return {slot->data, slot->size};
  char* copy = allocate(string.size() + 1);
  std::copy(string.begin(), string.end(), copy);
  copy[string.size()] = '\0';
  *slot = {key, copy, string.size()};
  ++used_;
  return {copy, string.size()};
}

/// The slot that holds `key`, or the empty one where it belongs.
const StringPool::Slot* StringPool::probe(uint64_t key) const {
  const size_t mask = slots_.size() - 1;
  size_t at = hash(key) & mask;
  while (slots_[at].key != key && slots_[at].key != kEmpty) at = (at + 1) & mask;
  return &slots_[at];
}

void StringPool::grow() {
  std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(std::max(kFirstSlots, slots_.size() * 2)));
  for (const Slot& slot : old) {
    if (slot.key != kEmpty) *const_cast<Slot*>(probe(slot.key)) = slot;
  }
}

char* StringPool::allocate(size_t bytes) {
  if (bytes > block_left_) {
    const size_t block_bytes = std::max(kBlockBytes, bytes);
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(block_bytes));
    block_next_ = blocks_.back().get();
    block_left_ = block_bytes;
  }
  block_left_ -= bytes;
  return std::exchange(block_next_, block_next_ + bytes);
}

}  // namespace spectrakit::json
