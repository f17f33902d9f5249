#pragma once

#include <chrono>
#include <cstdint>

namespace spectrakit::bench {

/// User and system time that this process used so far, all threads together.
int64_t cpu_us();

/// Memory that this process holds now, and the most it ever held.
int64_t resident_kb();
/// Not getrusage's ru_maxrss: that starts with the peak of the process that started this one.
int64_t peak_resident_kb();

int64_t thread_count();

/// CPU and wall time since it was made.
class Stopwatch {
 public:
  int64_t cpu_us() const { return bench::cpu_us() - started_cpu_us_; }
  int64_t wall_us() const {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started_).count();
  }

 private:
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  int64_t started_cpu_us_ = bench::cpu_us();
};

}  // namespace spectrakit::bench
