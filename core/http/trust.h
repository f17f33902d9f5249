#pragma once

#include <cstdint>
#include <string>

#include "base/error.h"
#include "http/connection_options.h"
#include "http/environment.h"

namespace spectrakit::http {

/// The CA certificates that a server's certificate must lead to.
struct TrustStore {
  enum class Kind : uint8_t { none, pem, file, directory };

  Kind kind = Kind::none;
  /// PEM text, or a path; of directories, several with colons between them.
  std::string value;
  /// In words: "the file /etc/ssl/cert.pem (SSL_CERT_FILE)". Empty with Kind::none.
  std::string description;
};

/// What the options name; Kind::none when they name nothing. Status::invalid_argument when that can not be used.
Result<TrustStore> trust_store_of_options(const ConnectionOptions& options);

/// The first of: what the options name, SSL_CERT_FILE, SSL_CERT_DIR, CURL_CA_BUNDLE, the places where systems keep
/// theirs. A variable that leads nowhere is passed over. Status::tls_failed, with every place that was tried, when
/// there is none. The systems' places are looked for below `root`.
Result<TrustStore> find_trust_store(const ConnectionOptions& options, const Environment& environment,
                                    const std::string& root = "");

}  // namespace spectrakit::http
