#include "raw_connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace spectrakit::tests {

RawConnection::RawConnection(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::system_error(errno, std::generic_category(), "connect");
  }
  // A test that would wait without end fails instead.
  const timeval patience = {60, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

RawConnection::~RawConnection() {
  close();
}

void RawConnection::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

bool RawConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

bool RawConnection::receive() {
  std::array<char, 16384> buffer{};
  const ssize_t size = ::recv(socket_, buffer.data(), buffer.size(), 0);
  if (size < 0) was_reset_ = errno == ECONNRESET;
  if (size <= 0) return false;
  received_.append(buffer.data(), static_cast<size_t>(size));
  return true;
}

std::string RawConnection::read_to_end() {
  while (receive()) {
  }
  return std::move(received_);
}

std::string RawConnection::read_until(std::string_view end) {
  while (received_.find(end) == std::string::npos) {
    if (!receive()) return std::move(received_);
  }
  std::string bytes = received_.substr(0, received_.find(end) + end.size());
  received_.erase(0, bytes.size());
  return bytes;
}

std::string RawConnection::read_answer() {
  constexpr std::string_view kLength = "Content-Length: ";
  while (received_.find("\r\n\r\n") == std::string::npos) {
    if (!receive()) return std::move(received_);
  }
  const size_t head_bytes = received_.find("\r\n\r\n") + 4;
  const size_t length = received_.find(kLength);
  const size_t body_bytes = length < head_bytes ? std::stoul(received_.substr(length + kLength.size())) : 0;
  while (received_.size() < head_bytes + body_bytes) {
    if (!receive()) break;
  }
  std::string answer = received_.substr(0, head_bytes + body_bytes);
  received_.erase(0, answer.size());
  return answer;
}

}  // namespace spectrakit::tests
