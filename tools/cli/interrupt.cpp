#include "interrupt.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace spectrakit::cli {

InterruptWatch::InterruptWatch() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal_descriptor_ = signalfd(-1, &signals, SFD_CLOEXEC);
  if (signal_descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "signalfd");
}

InterruptWatch::~InterruptWatch() {
  close(signal_descriptor_);
}

std::optional<int> InterruptWatch::wait_readable(int descriptor) {
  pollfd watched[] = {{signal_descriptor_, POLLIN, 0}, {descriptor, POLLIN, 0}};
  while (poll(watched, 2, -1) < 0) {
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "poll");
  }
  if ((watched[0].revents & POLLIN) == 0) return std::nullopt;
  signalfd_siginfo arrived{};
  if (read(signal_descriptor_, &arrived, sizeof arrived) != sizeof arrived) return std::nullopt;
  return static_cast<int>(arrived.ssi_signo);
}

}  // namespace spectrakit::cli
