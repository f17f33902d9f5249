#ifndef SPECTRAKIT_TESTS_SANDBOX_RAW_CONNECTION_H
#define SPECTRAKIT_TESTS_SANDBOX_RAW_CONNECTION_H

#include <string>
#include <string_view>

namespace spectrakit::tests {

/// A plain TCP connection to 127.0.0.1: what arrives is seen byte by byte.
class RawConnection {
 public:
  explicit RawConnection(int port);
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  bool send(std::string_view bytes);
  /// All bytes until the other side ends the connection.
  std::string read_to_end();
  /// All bytes up to and including the first `end`; what came, when the connection ends before.
  std::string read_until(std::string_view end);
  /// One answer with a Content-Length, head and body.
  std::string read_answer();
  /// Whether the other side reset the connection instead of ending it.
  bool was_reset() const { return was_reset_; }
  void close();

 private:
  bool receive();

  int socket_ = -1;
  std::string received_;
  bool was_reset_ = false;
};

}  // namespace spectrakit::tests

#endif
