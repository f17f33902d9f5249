#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace spectrakit::tests {

/// One connection to a RawServer, seen from there.
class RawPeer {
 public:
  explicit RawPeer(int socket) : socket_(socket) {}

  /// Up to the empty line; empty when the client left.
  std::string read_head();
  void read_bytes(size_t count);
  /// False when the client left.
  bool write(std::string_view bytes) const;
  /// Reads until the client leaves.
  void wait_for_end() const;
  /// Hands bytes on to a port of 127.0.0.1 and back until one side leaves.
  void tunnel_to(int port) const;

 private:
  const int socket_;
};

/// A server whose every byte a test chooses: `serve` runs for each connection, on a thread of its own.
class RawServer {
 public:
  explicit RawServer(std::function<void(RawPeer&)> serve);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  void accept_connections();

  const std::function<void(RawPeer&)> serve_;
  int listener_ = -1;
  int port_ = 0;
  /// Of the accepting thread until it has ended.
  std::vector<int> sockets_;
  std::vector<std::thread> threads_;
  std::thread accepter_;
};

}  // namespace spectrakit::tests
