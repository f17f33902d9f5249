#include <unistd.h>

#include <cstdint>
#include <exception>

/// glibc has arc4random from 2.36 on, and the C++ library that is linked in takes its random numbers from there. With
/// this one instead, what is released runs where glibc is as old as 2.34.
extern "C" [[gnu::visibility("hidden")]] uint32_t arc4random() noexcept {
  uint32_t number = 0;
  // Fails only on kernels that are older than any glibc that would do.
  if (getentropy(&number, sizeof number) != 0) std::terminate();
  return number;
}
