#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

namespace spectrakit::fuzz {

/// A server on the loopback that answers every connection with the bytes that it was given, and closes it.
class OneAnswerServer {
 public:
  OneAnswerServer();

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// Starts the count of requests anew.
  void answer_with(std::string bytes);
  int requests_seen() const { return requests_seen_; }

 private:
  void serve();
  void answer(int connection);

  int listener_ = -1;
  uint16_t port_ = 0;
  std::mutex mutex_;
  std::string answer_;
  std::atomic<int> requests_seen_ = 0;
  std::thread thread_;
};

}  // namespace spectrakit::fuzz
