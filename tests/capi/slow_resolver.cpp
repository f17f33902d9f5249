#include "slow_resolver.h"

#include <dlfcn.h>
#include <netdb.h>

#include <condition_variable>
#include <mutex>
#include <string_view>

namespace spectrakit::tests {
namespace {

std::mutex mutex;
std::condition_variable changed;
int under_way = 0;
bool may_finish = false;

}  // namespace

bool slow_lookup_is_under_way() {
  const std::lock_guard lock(mutex);
  return under_way > 0;
}

void finish_slow_lookups() {
  const std::lock_guard lock(mutex);
  may_finish = true;
  changed.notify_all();
}

}  // namespace spectrakit::tests

// Found by libcurl before libc's own.
extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** result) {
  using namespace spectrakit::tests;
  if (node != nullptr && std::string_view(node) == "slow.invalid") {
    std::unique_lock lock(mutex);
    ++under_way;
    changed.wait(lock, [] { return may_finish; });
    --under_way;
    return EAI_FAIL;
  }
  using Function = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
  static const auto real = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "getaddrinfo"));
  return real(node, service, hints, result);
}
