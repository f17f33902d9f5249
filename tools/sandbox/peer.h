#ifndef SPECTRAKIT_TOOLS_SANDBOX_PEER_H
#define SPECTRAKIT_TOOLS_SANDBOX_PEER_H

#include <condition_variable>
#include <cstdint>
#include <mutex>
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

  /// Waits `wait_ms` of the sandbox's clock (-1: without limit) or until `wake_descriptor` (-1: none) is readable.
  /// False when the client left or the server stops.
  bool wait(int64_t wait_ms, int wake_descriptor = -1);

  /// Whether the client is known to be gone.
  bool has_left() const;

  /// Waits `pause_ms` of the sandbox's clock, whether the client is still there or not. False when the server stops.
  bool pause(int64_t pause_ms);

  /// Ends both directions at once; whoever reads, writes or waits returns.
  void hang_up();
  /// From here on the end of the connection is a reset, and what was sent is received before it.
  void reset_at_end() { resets_ = true; }
  /// Ends the connection: in good order, so that the client sees the end of the stream, or by a reset.
  void end();

 private:
  bool receive_more();
  void close_gracefully();
  void reset();
  void wait_until_delivered();

  const int socket_;
  const int64_t connection_number_;
  std::vector<char> buffer_;
  size_t start_ = 0;
  size_t end_ = 0;
  bool resets_ = false;
  std::mutex mutex_;
  std::condition_variable hung_up_;
  bool is_hung_up_ = false;
};

}  // namespace spectrakit::sandbox

#endif
