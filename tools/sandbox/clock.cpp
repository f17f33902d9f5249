#include "sandbox/clock.h"

#include <spectrakit_experimental.h>

#include <stdexcept>

namespace spectrakit::sandbox {
namespace {

spk_experimental_clock* g_clock = nullptr;

}  // namespace

void Clock::start(const std::string& path) {
  spk_error* error = nullptr;
  if (spk_experimental_clock_open(path.data(), path.size(), &g_clock, &error) == SPK_OK) return;
  const std::string reason = spk_error_message(error, nullptr);
  spk_error_destroy(error);
  throw std::runtime_error(reason);
}

Seconds Clock::now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::sys_time(std::chrono::milliseconds(unix_ms())));
}

int64_t Clock::unix_ms() {
  return spk_experimental_clock_unix_ms(g_clock);
}

int64_t Clock::monotonic_ms() {
  return spk_experimental_clock_monotonic_ms(g_clock);
}

void Clock::advance(int64_t by_ms) {
  spk_experimental_clock_advance(g_clock, by_ms, nullptr);
}

void Clock::set_unix_ms(int64_t unix_ms) {
  const int64_t ahead_ms = unix_ms - Clock::unix_ms();
  if (ahead_ms >= 0) {
    advance(ahead_ms);
  } else {
    spk_experimental_clock_set_unix_ms(g_clock, unix_ms, nullptr);
  }
}

}  // namespace spectrakit::sandbox
