// A loopback server for the benchmarks, small enough that the client beside it is what is measured.
//
//   GET  /slow?ms=N   answers after N milliseconds
//   POST anything     reads the whole body and answers 201 with the number of bytes that arrived
//
// Prints {"port":N} when it listens and exits when its standard input ends.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>
#include <memory>
#include <queue>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kReadBytes = 256 * 1024;
constexpr size_t kMaxHeadBytes = 64 * 1024;
constexpr int kListenBacklog = 4096;

struct Connection {
  uint64_t serial = 0;
  std::string head;
  bool in_body = false;
  uint64_t body_expected_bytes = 0;
  uint64_t body_received_bytes = 0;
};

struct DelayedAnswer {
  Clock::time_point due;
  int fd;
  // A descriptor's number is used again after a close; the serial tells the connections apart.
  uint64_t serial;

  bool operator>(const DelayedAnswer& other) const { return due > other.due; }
};

std::string lower_case(std::string_view text) {
  std::string lowered(text);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return lowered;
}

uint64_t number_after(std::string_view text, std::string_view key) {
  uint64_t number = 0;
  const size_t found = text.find(key);
  if (found == std::string_view::npos) return 0;
  std::string_view rest = text.substr(found + key.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  std::from_chars(rest.data(), rest.data() + rest.size(), number);
  return number;
}

std::string response(std::string_view status, std::string_view body) {
  return "HTTP/1.1 " + std::string(status) +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

class Server {
 public:
  bool start();
  void run();

 private:
  void accept_all();
  // False when the connection is over.
  bool read_from(int fd, Connection& connection);
  bool take(int fd, Connection& connection, std::string_view bytes);
  bool begin_request(int fd, Connection& connection, const std::string& head);
  bool finish_upload(int fd, Connection& connection);
  bool send_all(int fd, std::string_view bytes);
  void answer_what_is_due();
  int wait_ms() const;
  void watch(int fd);

  int epoll_fd_ = -1;
  int listen_fd_ = -1;
  uint64_t next_serial_ = 1;
  std::unordered_map<int, std::unique_ptr<Connection>> connections_;
  std::priority_queue<DelayedAnswer, std::vector<DelayedAnswer>, std::greater<>> delayed_;
  std::vector<char> read_buffer_ = std::vector<char>(kReadBytes);
};

bool Server::start() {
  epoll_fd_ = epoll_create1(EPOLL_CLOEXEC);
  listen_fd_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* raw_address = reinterpret_cast<sockaddr*>(&address);
  if (epoll_fd_ < 0 || listen_fd_ < 0 || bind(listen_fd_, raw_address, length) != 0 ||
      listen(listen_fd_, kListenBacklog) != 0 || getsockname(listen_fd_, raw_address, &length) != 0) {
    return false;
  }
  watch(listen_fd_);
  watch(STDIN_FILENO);
  std::printf("{\"port\":%d}\n", ntohs(address.sin_port));
  return std::fflush(stdout) == 0;
}

void Server::watch(int fd) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = fd;
  epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, fd, &event);
}

void Server::run() {
  epoll_event events[256];
  while (true) {
    const int count = epoll_wait(epoll_fd_, events, 256, wait_ms());
    for (int index = 0; index < count; ++index) {
      const int fd = events[index].data.fd;
      if (fd == STDIN_FILENO) {
        if (read(fd, read_buffer_.data(), read_buffer_.size()) <= 0) return;
      } else if (fd == listen_fd_) {
        accept_all();
      } else if (auto found = connections_.find(fd); found != connections_.end() && !read_from(fd, *found->second)) {
        connections_.erase(found);
        close(fd);
      }
    }
    answer_what_is_due();
  }
}

int Server::wait_ms() const {
  if (delayed_.empty()) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(delayed_.top().due - Clock::now());
  return static_cast<int>(std::max<int64_t>(0, left.count()));
}

void Server::accept_all() {
  while (true) {
    const int fd = accept4(listen_fd_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return;
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    auto connection = std::make_unique<Connection>();
    connection->serial = next_serial_++;
    connections_[fd] = std::move(connection);
    watch(fd);
  }
}

bool Server::read_from(int fd, Connection& connection) {
  const ssize_t count = recv(fd, read_buffer_.data(), read_buffer_.size(), 0);
  if (count < 0) return errno == EAGAIN || errno == EINTR;
  if (count == 0) return false;
  return take(fd, connection, {read_buffer_.data(), static_cast<size_t>(count)});
}

bool Server::take(int fd, Connection& connection, std::string_view bytes) {
  while (!bytes.empty()) {
    if (connection.in_body) {
      const uint64_t missing_bytes = connection.body_expected_bytes - connection.body_received_bytes;
      const size_t part = static_cast<size_t>(std::min<uint64_t>(missing_bytes, bytes.size()));
      connection.body_received_bytes += part;
      bytes.remove_prefix(part);
      if (connection.body_received_bytes == connection.body_expected_bytes && !finish_upload(fd, connection)) {
        return false;
      }
      continue;
    }
    connection.head.append(bytes);
    const size_t end = connection.head.find("\r\n\r\n");
    if (end == std::string::npos) return connection.head.size() < kMaxHeadBytes;
    // What follows the head is still in `bytes`, as the end of the head was not there before they came.
    bytes.remove_prefix(bytes.size() - (connection.head.size() - (end + 4)));
    const std::string head = connection.head.substr(0, end + 2);
    connection.head.clear();
    if (!begin_request(fd, connection, head)) return false;
  }
  return true;
}

bool Server::begin_request(int fd, Connection& connection, const std::string& head) {
  if (head.starts_with("GET ")) {
    const uint64_t delay_ms = number_after(head.substr(0, head.find('\r')), "ms=");
    delayed_.push({Clock::now() + std::chrono::milliseconds(delay_ms), fd, connection.serial});
    return true;
  }
  const std::string lowered = lower_case(head);
  connection.body_expected_bytes = number_after(lowered, "\r\ncontent-length:");
  connection.body_received_bytes = 0;
  if (connection.body_expected_bytes == 0) {
    send_all(fd, response("411 Length Required", R"({"errors":[{"title":"Send a Content-Length"}]})"));
    return false;
  }
  connection.in_body = true;
  if (lowered.find("\r\nexpect: 100-continue") == std::string::npos) return true;
  return send_all(fd, "HTTP/1.1 100 Continue\r\n\r\n");
}

bool Server::finish_upload(int fd, Connection& connection) {
  connection.in_body = false;
  const std::string body = R"({"data":{"id":"1","type":"inspection_attachment","attributes":{"body_bytes":)" +
                           std::to_string(connection.body_received_bytes) + "}}}";
  return send_all(fd, response("201 Created", body));
}

// Answers are far smaller than a socket's buffer, so one that does not fit at once is a broken client.
bool Server::send_all(int fd, std::string_view bytes) {
  return send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

void Server::answer_what_is_due() {
  static const std::string answer =
      response("200 OK", R"({"data":[{"id":"1","type":"inspection","attributes":{"slug":"slow"}}]})");
  const Clock::time_point now = Clock::now();
  while (!delayed_.empty() && delayed_.top().due <= now) {
    const DelayedAnswer due = delayed_.top();
    delayed_.pop();
    const auto found = connections_.find(due.fd);
    if (found == connections_.end() || found->second->serial != due.serial) continue;
    if (!send_all(due.fd, answer)) {
      connections_.erase(found);
      close(due.fd);
    }
  }
}

void allow_many_descriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int main() {
  allow_many_descriptors();
  Server server;
  if (!server.start()) {
    std::fprintf(stderr, "bench_server: can not listen: %s\n", std::strerror(errno));
    return 1;
  }
  server.run();
  return 0;
}
