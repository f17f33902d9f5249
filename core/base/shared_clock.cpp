#include "base/shared_clock.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <system_error>

#include "base/descriptor.h"

namespace spectrakit {
namespace {

constexpr uint64_t kMark = 0x314b4c4343505300;
constexpr int64_t kLongestSleepMs = 20;

}  // namespace

/// What the file holds. All of it works without locks, so a process that dies leaves nothing behind.
struct SharedClock::State {
  std::atomic<uint64_t> mark;
  std::atomic<int64_t> moved_ms;
  std::atomic<int64_t> calendar_shift_ms;
};

static_assert(std::atomic<int64_t>::is_always_lock_free && std::atomic<uint64_t>::is_always_lock_free);

Result<std::shared_ptr<SharedClock>> SharedClock::open(const std::string& path) {
  const auto failure = [&](const std::string& reason) {
    return make_error(Status::file_failed, "the clock " + path + " can not be used: " + reason);
  };
  const auto system_failure = [&] { return failure(std::generic_category().message(errno)); };
  const int opened = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (opened < 0) return system_failure();
  const Descriptor file(opened, "open");
  struct stat status {};
  if (::fstat(opened, &status) != 0) return system_failure();
  if (!S_ISREG(status.st_mode) || (status.st_size != 0 && status.st_size != sizeof(State))) {
    return failure("it is no clock's file");
  }
  // Who else makes the file just now does the same to it.
  if (status.st_size == 0 && ::ftruncate(opened, sizeof(State)) != 0) return system_failure();
  void* const mapped = ::mmap(nullptr, sizeof(State), PROT_READ | PROT_WRITE, MAP_SHARED, opened, 0);
  if (mapped == MAP_FAILED) return system_failure();
  auto* const state = static_cast<State*>(mapped);
  uint64_t found = 0;
  if (!state->mark.compare_exchange_strong(found, kMark) && found != kMark) {
    ::munmap(mapped, sizeof(State));
    return failure("it is no clock's file");
  }
  return std::shared_ptr<SharedClock>(new SharedClock(state));
}

SharedClock::~SharedClock() {
  ::munmap(state_, sizeof(State));
}

void SharedClock::advance(int64_t by_ms) {
  state_->moved_ms += by_ms;
  wake_all();
}

void SharedClock::set_unix_ms(int64_t unix_ms) {
  state_->calendar_shift_ms = unix_ms - system_clock()->unix_ms() - state_->moved_ms;
}

int64_t SharedClock::monotonic_ms() const {
  return system_clock()->monotonic_ms() + state_->moved_ms;
}

int64_t SharedClock::unix_ms() const {
  return system_clock()->unix_ms() + state_->moved_ms + state_->calendar_shift_ms;
}

int64_t SharedClock::sleep_ms_until(int64_t due_ms) const {
  return std::clamp<int64_t>(due_ms - monotonic_ms(), 0, kLongestSleepMs);
}

bool SharedClock::skip_to(int64_t due_ms) {
  if (!jumps()) return false;
  // What two loops skip at the same time is skipped once.
  int64_t moved_ms = state_->moved_ms;
  while (true) {
    const int64_t ahead_ms = due_ms - system_clock()->monotonic_ms() - moved_ms;
    if (ahead_ms <= 0 || state_->moved_ms.compare_exchange_weak(moved_ms, moved_ms + ahead_ms)) return true;
  }
}

}  // namespace spectrakit
