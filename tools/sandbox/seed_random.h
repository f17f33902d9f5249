#ifndef SPECTRAKIT_TOOLS_SANDBOX_SEED_RANDOM_H
#define SPECTRAKIT_TOOLS_SANDBOX_SEED_RANDOM_H

#include <cstddef>
#include <cstdint>
#include <string>

namespace spectrakit::sandbox {

/// Numbers that follow from the seed alone, on every machine (SplitMix64; the standard library's distributions differ).
class SeedRandom {
 public:
  explicit SeedRandom(uint64_t seed) : state_(seed) {}

  uint64_t next();
  /// From 0 to `count` - 1.
  size_t below(size_t count) { return static_cast<size_t>(next() % count); }
  bool one_in(size_t count) { return below(count) == 0; }
  template <typename List>
  const auto& pick(const List& list) {
    return list[below(list.size())];
  }
  /// A number of the block that is reserved for fiction: "(614) 555-0142".
  std::string phone();
  std::string hexadecimal(size_t length);
  std::string uuid();

 private:
  uint64_t state_;
};

}  // namespace spectrakit::sandbox

#endif
