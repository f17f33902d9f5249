#include "base/random.h"

namespace spectrakit {
namespace {

uint64_t entropy() {
  std::random_device device;
  return (uint64_t{device()} << 32) | device();
}

}  // namespace

Random::Random(std::optional<uint64_t> seed) : generator_(seed ? *seed : entropy()) {}

uint64_t Random::next() {
  const std::lock_guard lock(mutex_);
  return generator_();
}

int64_t Random::up_to(int64_t bound) {
  if (bound < 1) return 0;
  const std::lock_guard lock(mutex_);
  return std::uniform_int_distribution<int64_t>(0, bound)(generator_);
}

}  // namespace spectrakit
