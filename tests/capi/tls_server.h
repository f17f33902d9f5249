#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
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

/// A TCP port of 127.0.0.1 that is kept for the test; servers listen on it with SO_REUSEPORT
/// or SO_REUSEADDR.
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

/// A server's process, which listens on a port of 127.0.0.1. Ended with this object, at the latest.
class ServerProcess {
 public:
  /// Returns when it accepts connections.
  ServerProcess(std::vector<std::string> arguments, int port);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  /// Ends it at once, connections and all.
  void kill();

 private:
  pid_t process_id_ = -1;
};

/// OpenSSL's own server, which ends the handshake of TLS 1.3 before it refuses a client that shows no certificate of
/// the authority.
class StrictTlsServer {
 public:
  StrictTlsServer(const TestCertificates& certificates, int port);

  std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }

 private:
  const int port_;
  ServerProcess process_;
};

/// nginx, which speaks TLS with HTTP/2 and hands requests on to a plain server. Ended with this object.
class TlsServer {
 public:
  /// `listen` is "http2" or empty; `settings` are further lines of the server's configuration.
  TlsServer(const TestCertificates& certificates, int port, const std::string& behind_url, const std::string& listen,
            const std::string& settings = "");

  std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }
  /// Ends it at once, connections and all.
  void kill() { process_->kill(); }
  /// One line a request that ended: protocol, connection, the client's certificate.
  std::vector<std::string> requests() const;

 private:
  TemporaryFolder folder_;
  const int port_;
  std::optional<ServerProcess> process_;
};

}  // namespace spectrakit::tests
