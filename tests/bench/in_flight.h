#pragma once

#include <string>

namespace spectrakit::bench {

struct InFlightLoad {
  long calls;
  long delay_ms;
  long waves;
};

/// Starts `calls` calls at once, waits for all, does so `waves` times, and prints one JSON line: the slowest wave, the
/// dearest wave's CPU, the threads besides the caller's while all were in flight, and the memory held after each wave.
void keep_in_flight(const std::string& base_url, const InFlightLoad& load);

}  // namespace spectrakit::bench
