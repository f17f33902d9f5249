#pragma once

#include <cstdint>

namespace spectrakit {

/// As a time-out or deadline: none.
inline constexpr int64_t kForeverMs = -1;

/// Negative, or so long that adding it to a time could overflow.
constexpr bool is_forever(int64_t duration_ms) {
  constexpr int64_t kCenturyMs = int64_t{100} * 366 * 24 * 3600 * 1000;
  return duration_ms < 0 || duration_ms > kCenturyMs;
}

}  // namespace spectrakit
