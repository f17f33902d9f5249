#include "base/fork.h"

#include <pthread.h>

#include <atomic>

namespace spectrakit {
namespace {

std::atomic<uint32_t> generation{0};

extern "C" void spectrakit_count_fork() {
  generation.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

uint32_t fork_generation() {
  static const int registered = pthread_atfork(nullptr, nullptr, &spectrakit_count_fork);
  (void)registered;
  return generation.load(std::memory_order_relaxed);
}

}  // namespace spectrakit
