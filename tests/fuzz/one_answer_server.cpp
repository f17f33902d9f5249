#include "one_answer_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string_view>
#include <utility>

#include "property.h"

namespace spectrakit::fuzz {

OneAnswerServer::OneAnswerServer() {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* const raw_address = reinterpret_cast<sockaddr*>(&address);
  const bool listens = listener_ >= 0 && bind(listener_, raw_address, length) == 0 && listen(listener_, 16) == 0 &&
                       getsockname(listener_, raw_address, &length) == 0;
  require(listens, "the fuzzer's server listens");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

void OneAnswerServer::answer_with(std::string bytes) {
  const std::lock_guard lock(mutex_);
  answer_ = std::move(bytes);
  requests_seen_ = 0;
}

void OneAnswerServer::serve() {
  while (true) {
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    answer(connection);
    close(connection);
  }
}

void OneAnswerServer::answer(int connection) {
  std::array<char, 4096> chunk{};
  std::string head;
  while (head.find("\r\n\r\n") == std::string::npos) {
    const ssize_t count = recv(connection, chunk.data(), chunk.size(), 0);
    if (count <= 0) return;
    head.append(chunk.data(), static_cast<size_t>(count));
  }
  ++requests_seen_;
  std::string answer;
  {
    const std::lock_guard lock(mutex_);
    answer = answer_;
  }
  send(connection, answer.data(), answer.size(), MSG_NOSIGNAL);
  shutdown(connection, SHUT_WR);
  // A close before the client has read everything would reset the connection under it.
  while (recv(connection, chunk.data(), chunk.size(), 0) > 0) continue;
}

}  // namespace spectrakit::fuzz
