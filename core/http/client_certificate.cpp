#include "http/client_certificate.h"

#include <string_view>
#include <utility>

#include "http/pem.h"

namespace spectrakit::http {
namespace {

bool is_encrypted(std::string_view key) {
  return has_pem_block(key, "ENCRYPTED PRIVATE KEY") || key.find("Proc-Type: 4,ENCRYPTED") != std::string_view::npos;
}

ErrorPtr refuse(const std::string& path, std::string_view why) {
  return make_error(Status::invalid_argument, "the client certificate: " + path + " " + std::string(why));
}

}  // namespace

Result<ClientCertificate> read_client_certificate(const ConnectionOptions& options) {
  if (options.certificate_file.empty()) {
    if (options.key_file.empty() && options.key_password.empty()) return ClientCertificate{};
    return make_error(Status::invalid_argument, "the client certificate's file is missing; a key alone proves nothing");
  }
  const std::string& key_path = options.key_file.empty() ? options.certificate_file : options.key_file;
  Result<std::string> certificate = read_text_file("the client certificate", options.certificate_file);
  if (!certificate.ok()) return std::move(certificate.error);
  Result<std::string> key = read_text_file("the client certificate's key", key_path);
  if (!key.ok()) return std::move(key.error);
  if (!has_pem_block(certificate.value, "CERTIFICATE")) {
    return refuse(options.certificate_file, "holds no PEM certificate");
  }
  if (!has_pem_block(key.value, "PRIVATE KEY")) return refuse(key_path, "holds no PEM private key");
  // OpenSSL would ask for it at the terminal, on the I/O thread.
  if (is_encrypted(key.value) && options.key_password.empty()) {
    return refuse(key_path, "is encrypted; give its password as well");
  }
  // Where C reads a password, it ends at the first NUL.
  if (options.key_password.find('\0') != std::string::npos) return refuse(key_path, "has a password with a NUL in it");
  return ClientCertificate{std::move(certificate.value), std::move(key.value), options.key_password};
}

}  // namespace spectrakit::http
