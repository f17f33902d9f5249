#ifndef SPECTRAKIT_TOOLS_SANDBOX_PEER_H
#define SPECTRAKIT_TOOLS_SANDBOX_PEER_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spectrakit::sandbox {

/// The client at the other end of a connection, as bytes. Used by one thread; hang_up() may come from any.
class Peer {
 public:
  /// Takes over the socket.
  Peer(int socket, int64_t connection_number);
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  int socket() const { return socket_; }
  int64_t connection_number() const { return connection_number_; }

  /// Received bytes that were not consumed; waits for some when there are none. Empty at the end of the connection.
  std::string_view peek();
  void consume(size_t size);
  /// The bytes up to and including the empty line that ends a request head, consumed. Nothing when the connection ends
  /// before; what there is, without an empty line, when `max_bytes` hold none.
  std::optional<std::string> read_head(size_t max_bytes);

  /// False when the client is gone.
  bool send(std::string_view bytes);

  /// Waits `wait_ms` (-1: without limit) or until `wake_descriptor` (-1: none) is readable. False when the client left
  /// or the server stops.
  bool wait(int64_t wait_ms, int wake_descriptor = -1);

  /// Ends both directions at once; whoever reads, writes or waits returns.
  void hang_up();
  /// Ends the connection in good order: the client sees the end of the stream, not a reset.
  void close_gracefully();

 private:
  bool receive_more();

  const int socket_;
  const int64_t connection_number_;
  std::vector<char> buffer_;
  size_t start_ = 0;
  size_t end_ = 0;
};

}  // namespace spectrakit::sandbox

#endif
