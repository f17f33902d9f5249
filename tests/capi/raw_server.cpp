#include "raw_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace spectrakit::tests {
namespace {

sockaddr_in local_address(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// Hands on what is there; false at the end.
bool hand_on(int from, int to) {
  std::array<char, 16 * 1024> buffer;
  const ssize_t got = recv(from, buffer.data(), buffer.size(), 0);
  if (got <= 0) return false;
  return RawPeer(to).write({buffer.data(), static_cast<size_t>(got)});
}

}  // namespace

std::string RawPeer::read_head() {
  std::string head;
  char byte = 0;
  while (!head.ends_with("\r\n\r\n")) {
    if (recv(socket_, &byte, 1, 0) <= 0) return {};
    head += byte;
  }
  return head;
}

void RawPeer::read_bytes(size_t count) {
  std::array<char, 16 * 1024> buffer;
  while (count > 0) {
    const ssize_t got = recv(socket_, buffer.data(), std::min(count, buffer.size()), 0);
    if (got <= 0) return;
    count -= static_cast<size_t>(got);
  }
}

bool RawPeer::write(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

void RawPeer::wait_for_end() const {
  std::array<char, 4096> buffer;
  while (recv(socket_, buffer.data(), buffer.size(), 0) > 0) {
  }
}

void RawPeer::tunnel_to(int port) const {
  const int other = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = local_address(port);
  bool is_open = connect(other, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  while (is_open) {
    std::array<pollfd, 2> both{pollfd{socket_, POLLIN, 0}, pollfd{other, POLLIN, 0}};
    poll(both.data(), both.size(), -1);
    if (both[0].revents != 0) is_open = hand_on(socket_, other);
    if (is_open && both[1].revents != 0) is_open = hand_on(other, socket_);
  }
  close(other);
}

RawServer::RawServer(std::function<void(RawPeer&)> serve)
    : serve_(std::move(serve)), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = local_address(0);
  socklen_t size = sizeof(address);
  if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) != 0 || listen(listener_, SOMAXCONN) != 0) {
    throw std::runtime_error("listen failed");
  }
  getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  accepter_ = std::thread([this] { accept_connections(); });
}

RawServer::~RawServer() {
  shutdown(listener_, SHUT_RDWR);
  accepter_.join();
  for (const int socket : sockets_) shutdown(socket, SHUT_RDWR);
  for (std::thread& thread : threads_) thread.join();
  for (const int socket : sockets_) close(socket);
  close(listener_);
}

void RawServer::accept_connections() {
  while (true) {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) return;
    sockets_.push_back(socket);
    threads_.emplace_back([this, socket] {
      RawPeer peer(socket);
      serve_(peer);
      shutdown(socket, SHUT_RDWR);
    });
  }
}

}  // namespace spectrakit::tests
