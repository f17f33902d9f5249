#include "bad_input_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <system_error>
#include <utility>

namespace spectrakit::tests {
namespace {

size_t content_length(std::string head) {
  std::transform(head.begin(), head.end(), head.begin(), [](unsigned char c) { return std::tolower(c); });
  constexpr std::string_view kName = "\r\ncontent-length:";
  const size_t at = head.find(kName);
  return at == std::string::npos ? 0 : std::stoull(head.substr(at + kName.size()));
}

void send_all(int connection, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
}

}  // namespace

std::string http_answer(std::string_view body, std::string_view status) {
  return "HTTP/1.1 " + std::string(status) +
         "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + std::string(body);
}

BadInputServer::BadInputServer(std::string answer, When when) : answer_(std::move(answer)), when_(when) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, generic, &size) != 0) {
    throw std::system_error(errno, std::generic_category(), "listen");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

BadInputServer::~BadInputServer() {
  stopping_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  if (const int connection = connection_; connection >= 0) ::shutdown(connection, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

void BadInputServer::serve() {
  while (!stopping_) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    connection_ = connection;
    if (!stopping_) serve_connection(connection);
    connection_ = -1;
    ::close(connection);
  }
}

void BadInputServer::serve_connection(int connection) {
  std::string text;
  size_t head_end = std::string::npos;
  while ((head_end = text.find("\r\n\r\n")) == std::string::npos) {
    if (!receive(connection, text)) return;
  }
  ++request_count_;
  const size_t request_bytes = head_end + 4 + content_length(text.substr(0, head_end + 2));
  while (when_ == When::after_body && text.size() < request_bytes) {
    if (!receive(connection, text)) return;
  }
  send_all(connection, answer_);
  ::shutdown(connection, SHUT_WR);
  // Closing with unread bytes would reset the connection, and the client might lose the answer.
  while (receive(connection, text)) text.clear();
}

bool BadInputServer::receive(int connection, std::string& text) {
  std::array<char, 65536> block{};
  const ssize_t size = ::recv(connection, block.data(), block.size(), 0);
  if (size <= 0) return false;
  text.append(block.data(), static_cast<size_t>(size));
  received_bytes_ += static_cast<uint64_t>(size);
  return true;
}

}  // namespace spectrakit::tests
