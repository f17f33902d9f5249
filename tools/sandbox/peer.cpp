#include "sandbox/peer.h"

#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>

#include "sandbox/clock.h"

namespace spectrakit::sandbox {
namespace {

using RealClock = std::chrono::steady_clock;

constexpr size_t kBufferBytes = 32 * 1024;
// How long a client may take to notice that its connection ends, before what it still sends meets a reset.
constexpr int kLingerMs = 1000;
// How long a client may take to receive what stands before a reset.
constexpr int kDeliveryMs = 5000;

int remaining_ms(RealClock::time_point end) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - RealClock::now()).count();
  return static_cast<int>(std::clamp<int64_t>(left, 0, 1'000'000));
}

/// The clock counts whole milliseconds, and the one that is under way counts for nothing.
int64_t end_of_wait_ms(int64_t wait_ms) {
  return Clock::monotonic_ms() + (wait_ms > 0 ? wait_ms + 1 : 0);
}

/// How long to sleep before the sandbox's clock is asked again.
int slice_ms(int64_t end_ms) {
  return static_cast<int>(std::clamp<int64_t>(end_ms - Clock::monotonic_ms(), 0, kClockSliceMs));
}

}  // namespace

Peer::Peer(int socket, int64_t connection_number) : socket_(socket), connection_number_(connection_number) {
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Peer::~Peer() {
  ::close(socket_);
}

bool Peer::receive_more() {
  if (start_ > 0) {
    std::copy(buffer_.begin() + static_cast<ptrdiff_t>(start_), buffer_.begin() + static_cast<ptrdiff_t>(end_),
              buffer_.begin());
    end_ -= start_;
    start_ = 0;
  }
  if (buffer_.size() - end_ < kBufferBytes) buffer_.resize(end_ + kBufferBytes);
  ssize_t received = 0;
  do {
    received = ::recv(socket_, buffer_.data() + end_, buffer_.size() - end_, 0);
  } while (received < 0 && errno == EINTR);
  if (received <= 0) return false;
  end_ += static_cast<size_t>(received);
  return true;
}

std::string_view Peer::peek() {
  if (start_ == end_ && !receive_more()) return {};
  return {buffer_.data() + start_, end_ - start_};
}

void Peer::consume(size_t size) {
  start_ += size;
}

std::optional<std::string> Peer::read_head(size_t max_bytes) {
  constexpr std::string_view kEmptyLine = "\r\n\r\n";
  while (true) {
    // An empty line in front of a request is to be ignored (RFC 9112, 2.2).
    while (end_ - start_ >= 2 && buffer_[start_] == '\r' && buffer_[start_ + 1] == '\n') start_ += 2;
    const std::string_view received(buffer_.data() + start_, end_ - start_);
    const size_t found = received.find(kEmptyLine);
    const size_t head_bytes = found == std::string_view::npos ? received.size() : found + kEmptyLine.size();
    if (found != std::string_view::npos || received.size() >= max_bytes) {
      std::string head(received.substr(0, head_bytes));
      consume(head_bytes);
      return head;
    }
    if (!receive_more()) return std::nullopt;
  }
}

bool Peer::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

bool Peer::wait(int64_t wait_ms, int wake_descriptor) {
  const int64_t end_ms = end_of_wait_ms(wait_ms);
  while (true) {
    std::array<pollfd, 2> watched = {pollfd{socket_, POLLRDHUP, 0}, pollfd{wake_descriptor, POLLIN, 0}};
    const int timeout_ms = wait_ms < 0 ? -1 : slice_ms(end_ms);
    const int ready = ::poll(watched.data(), watched.size(), timeout_ms);
    if (ready < 0 && errno == EINTR) continue;
    if (watched[0].revents != 0) return false;
    if (ready < 0 || watched[1].revents != 0) return true;
    if (wait_ms >= 0 && Clock::monotonic_ms() >= end_ms) return true;
  }
}

bool Peer::has_left() const {
  pollfd watched = {socket_, POLLRDHUP, 0};
  return ::poll(&watched, 1, 0) > 0;
}

bool Peer::pause(int64_t pause_ms) {
  const int64_t end_ms = end_of_wait_ms(pause_ms);
  std::unique_lock lock(mutex_);
  while (!is_hung_up_ && Clock::monotonic_ms() < end_ms) {
    hung_up_.wait_for(lock, std::chrono::milliseconds(slice_ms(end_ms)));
  }
  return !is_hung_up_;
}

void Peer::hang_up() {
  {
    const std::lock_guard lock(mutex_);
    is_hung_up_ = true;
  }
  hung_up_.notify_all();
  ::shutdown(socket_, SHUT_RDWR);
}

void Peer::end() {
  if (resets_) {
    reset();
  } else {
    close_gracefully();
  }
}

void Peer::reset() {
  wait_until_delivered();
  // Without lingering, the close that follows is a reset.
  const linger no_linger = {1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &no_linger, sizeof no_linger);
}

// A reset throws away what the client's side has not acknowledged yet.
void Peer::wait_until_delivered() {
  for (int waited_ms = 0; waited_ms < kDeliveryMs; ++waited_ms) {
    int unacknowledged_bytes = 0;
    if (::ioctl(socket_, SIOCOUTQ, &unacknowledged_bytes) != 0 || unacknowledged_bytes == 0) return;
    std::unique_lock lock(mutex_);
    if (hung_up_.wait_for(lock, std::chrono::milliseconds(1), [this] { return is_hung_up_; })) return;
  }
}

void Peer::close_gracefully() {
  ::shutdown(socket_, SHUT_WR);
  const auto end = RealClock::now() + std::chrono::milliseconds(kLingerMs);
  std::array<char, 4096> ignored{};
  while (true) {
    pollfd watched = {socket_, POLLIN, 0};
    if (::poll(&watched, 1, remaining_ms(end)) <= 0) return;
    if (::recv(socket_, ignored.data(), ignored.size(), MSG_DONTWAIT) <= 0) return;
    if (RealClock::now() >= end) return;
  }
}

}  // namespace spectrakit::sandbox
