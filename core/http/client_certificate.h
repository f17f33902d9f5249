#pragma once

#include <string>

#include "base/error.h"
#include "http/connection_options.h"

namespace spectrakit::http {

/// What a client shows a server that asks who it is. PEM texts, read once, so that the I/O thread reads no file.
struct ClientCertificate {
  /// Empty for none.
  std::string certificate;
  std::string key;
  std::string key_password;
};

/// Status::invalid_argument, naming the file, when one can not be read or used.
Result<ClientCertificate> read_client_certificate(const ConnectionOptions& options);

}  // namespace spectrakit::http
