#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>

namespace spectrakit::tests {

/// A whole HTTP/1.1 answer around `body`, after which the connection ends.
std::string http_answer(std::string_view body, std::string_view status = "200 OK");

/// Answers every request with the same bytes, whatever they are, one connection after the other.
class BadInputServer {
 public:
  enum class When { after_body, after_head };

  explicit BadInputServer(std::string answer, When when = When::after_body);
  ~BadInputServer();
  BadInputServer(const BadInputServer&) = delete;
  BadInputServer& operator=(const BadInputServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  int request_count() const { return request_count_; }
  /// Of all requests together, heads included.
  uint64_t received_bytes() const { return received_bytes_; }

 private:
  void serve();
  void serve_connection(int connection);
  bool receive(int connection, std::string& text);

  const std::string answer_;
  const When when_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> connection_{-1};
  std::atomic<bool> stopping_{false};
  std::atomic<int> request_count_{0};
  std::atomic<uint64_t> received_bytes_{0};
  std::thread thread_;
};

}  // namespace spectrakit::tests
