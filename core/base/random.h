#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <random>

namespace spectrakit {

/// The randomness of one engine, for jitter and boundaries; not for secrets. Thread-safe.
class Random {
 public:
  /// Without a seed it starts from the system's entropy.
  explicit Random(std::optional<uint64_t> seed);

  uint64_t next();
  /// Even over [0, bound]; 0 for a bound below 1.
  int64_t up_to(int64_t bound);

 private:
  std::mutex mutex_;
  std::mt19937_64 generator_;
};

}  // namespace spectrakit
