#pragma once

#include <curl/curl.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "http/client_certificate.h"
#include "http/connection_options.h"
#include "http/environment.h"
#include "http/proxy.h"
#include "http/trust.h"
#include "http/url.h"

namespace spectrakit::http {

/// How a client reaches its service: files read, environment asked, all of it checked. Never changes; its client and
/// every transfer of it share it.
struct Connection {
  int64_t connect_timeout_ms = 0;
  int64_t first_byte_timeout_ms = 0;
  int64_t idle_timeout_ms = 0;
  size_t max_header_bytes = 0;
  bool is_https = false;
  /// Kind::none when nothing on the way speaks TLS.
  TrustStore trust;
  ClientCertificate certificate;
  Proxy proxy;

  /// What may stand in no log and no message.
  std::vector<std::string_view> secrets() const;
  /// Sets on a fresh handle what is the same for every transfer. The handle borrows from this object.
  void set_options(CURL* easy) const;

 private:
  void set_tls_options(CURL* easy) const;
  void set_proxy_options(CURL* easy) const;
};

/// To be called on a thread of the caller: it reads files and asks the environment.
Result<std::shared_ptr<const Connection>> resolve_connection(const ConnectionOptions& options, const BaseUrl& base_url,
                                                             const Environment& environment = process_environment);

}  // namespace spectrakit::http
