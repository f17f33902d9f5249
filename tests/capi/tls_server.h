#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "support/temporary_folder.h"

namespace spectrakit::tests {

/// A certification authority of the test's own, with a certificate for the server at 127.0.0.1 and an encrypted one
/// for a client.
class TestCertificates {
 public:
  static constexpr const char* kClientKeyPassword = "open sesame";

  TestCertificates();

  std::string ca() const { return folder_.path("ca.pem"); }
  std::string server() const { return folder_.path("server.pem"); }
  std::string server_key() const { return folder_.path("server.key"); }
  std::string client() const { return folder_.path("client.pem"); }
  std::string client_key() const { return folder_.path("client.key"); }

 private:
  TemporaryFolder folder_;
};

/// A TCP port of 127.0.0.1 that is kept for the test; servers listen on it with SO_REUSEPORT.
class ReservedPort {
 public:
  ReservedPort();
  ~ReservedPort();
  ReservedPort(const ReservedPort&) = delete;
  ReservedPort& operator=(const ReservedPort&) = delete;

  int number() const { return number_; }

 private:
  int socket_ = -1;
  int number_ = 0;
};

/// nginx, which speaks TLS with HTTP/2 and hands requests on to a plain server. Ended with this object.
class TlsServer {
 public:
  /// `listen` is "http2" or empty; `settings` are further lines of the server's configuration.
  TlsServer(const TestCertificates& certificates, int port, const std::string& behind_url, const std::string& listen,
            const std::string& settings = "");
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }
  /// Ends it at once, connections and all.
  void kill();
  /// One line a request that ended: protocol, connection, the client's certificate.
  std::vector<std::string> requests() const;

 private:
  void start();
  void wait_until_ready() const;

  TemporaryFolder folder_;
  const int port_;
  pid_t process_id_ = -1;
};

}  // namespace spectrakit::tests
