#ifndef SPECTRAKIT_TOOLS_SANDBOX_CLOCK_H
#define SPECTRAKIT_TOOLS_SANDBOX_CLOCK_H

#include <chrono>
#include <cstdint>
#include <string>

namespace spectrakit::sandbox {

using Seconds = std::chrono::sys_seconds;

/// How long a wait may sleep before it asks the clock again, which other processes may move without telling.
constexpr int64_t kClockSliceMs = 20;

/// The sandbox's time: one for the process, and for every client that opens the clock's file
/// (spk_experimental_clock_open). It is the system's until it is moved.
class Clock {
 public:
  /// Begins with the clock in the file at `path`, which is made when it is not there. Once, before any other use.
  static void start(const std::string& path);

  static Seconds now();
  static int64_t unix_ms();
  /// Moves forward only; what waits are measured by.
  static int64_t monotonic_ms();

  static void advance(int64_t by_ms);
  /// A later time is a move forward, which ends waits; an earlier one changes the calendar alone.
  static void set_unix_ms(int64_t unix_ms);
};

}  // namespace spectrakit::sandbox

#endif
