#include "sandbox/stop_signal.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace spectrakit::sandbox {
namespace {

bool standard_input_can_end() {
  struct stat status {};
  if (::fstat(STDIN_FILENO, &status) != 0) return false;
  return S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) || ::isatty(STDIN_FILENO) == 1;
}

bool standard_input_has_ended() {
  std::array<char, 4096> ignored{};
  const ssize_t size = ::read(STDIN_FILENO, ignored.data(), ignored.size());
  return size == 0 || (size < 0 && errno != EINTR && errno != EAGAIN);
}

}  // namespace

StopSignal::StopSignal() {
  // A client that leaves while it is answered must not end the process.
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal_descriptor_ = ::signalfd(-1, &signals, SFD_CLOEXEC);
}

StopSignal::~StopSignal() {
  ::close(signal_descriptor_);
}

void StopSignal::wait() {
  const int input = standard_input_can_end() ? STDIN_FILENO : -1;
  while (true) {
    std::array<pollfd, 2> watched = {pollfd{signal_descriptor_, POLLIN, 0}, pollfd{input, POLLIN, 0}};
    if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) return;
    if (watched[0].revents != 0) return;
    if (watched[1].revents != 0 && standard_input_has_ended()) return;
  }
}

}  // namespace spectrakit::sandbox
