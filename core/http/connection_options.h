#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace spectrakit::http {

/// How a client reaches its service, as its user asked for it. resolve_connection makes a Connection of it.
struct ConnectionOptions {
  /// Name look-up, TCP, proxy and TLS of one attempt; negative for none.
  int64_t connect_timeout_ms = 10'000;
  /// From the moment when the request has left whole until the first byte of the answer's head; negative for none.
  int64_t first_byte_timeout_ms = 60'000;
  /// Without a byte in either direction, while a request or an answer is on its way; negative for none.
  int64_t idle_timeout_ms = 60'000;
  /// All heads of an answer together.
  size_t max_header_bytes = size_t{256} << 10;

  /// Which CA certificates to trust: a file, or PEM text. Neither: they are looked up.
  std::string ca_file;
  std::string ca_pem;

  /// PEM files; empty for no client certificate. Without a key file, the key stands in the certificate's.
  std::string certificate_file;
  std::string key_file;
  std::string key_password;

  /// Nothing: the environment's; empty: none.
  std::optional<std::string> proxy;
  std::optional<std::string> no_proxy;
};

}  // namespace spectrakit::http
