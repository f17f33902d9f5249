#include "http/trust.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "http/pem.h"

namespace spectrakit::http {
namespace {

using Kind = TrustStore::Kind;

struct KnownPlace {
  const char* path;
  Kind kind;
};

constexpr std::array kKnownPlaces{
    // Debian, Ubuntu, Alpine, Arch, Gentoo
    KnownPlace{"/etc/ssl/certs/ca-certificates.crt", Kind::file},
    // Fedora, RHEL and its kin
    KnownPlace{"/etc/pki/tls/certs/ca-bundle.crt", Kind::file},
    KnownPlace{"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", Kind::file},
    // SUSE
    KnownPlace{"/etc/ssl/ca-bundle.pem", Kind::file},
    // FreeBSD
    KnownPlace{"/usr/local/share/certs/ca-root-nss.crt", Kind::file},
    // Alpine, OpenBSD, macOS
    KnownPlace{"/etc/ssl/cert.pem", Kind::file},
    KnownPlace{"/etc/ssl/certs", Kind::directory},
};

bool is_certificate_file(const std::string& path) {
  const Result<std::string> text = read_text_file("", path);
  return text.ok() && has_pem_block(text.value, "CERTIFICATE");
}

/// OpenSSL finds a certificate in a directory by the hash of its subject: "5ed36f99.0".
bool is_hash_name(const std::string& name) {
  constexpr size_t kHashDigits = 8;
  return name.size() > kHashDigits + 1 && name[kHashDigits] == '.' &&
         name.find_first_not_of("0123456789abcdef") == kHashDigits;
}

bool is_certificate_directory(const std::string& path) {
  std::error_code ignored;
  for (std::filesystem::directory_iterator at(path, ignored), end; !ignored && at != end; at.increment(ignored)) {
    if (is_hash_name(at->path().filename().string())) return true;
  }
  return false;
}

bool leads_to_certificates(Kind kind, std::string_view value) {
  if (kind == Kind::file) return is_certificate_file(std::string(value));
  while (!value.empty()) {
    const size_t colon = std::min(value.find(':'), value.size());
    if (is_certificate_directory(std::string(value.substr(0, colon)))) return true;
    value.remove_prefix(std::min(colon + 1, value.size()));
  }
  return false;
}

std::string joined(const std::vector<std::string>& places) {
  std::string text;
  for (const std::string& place : places) text += (text.empty() ? "" : ", ") + place;
  return text;
}

std::string describe(Kind kind, const std::string& value, const std::string& source) {
  return std::string(kind == Kind::file ? "the file " : "the directory ") + value + " (" + source + ")";
}

std::optional<TrustStore> store_of_environment(const Environment& environment, std::vector<std::string>& tried) {
  constexpr std::array kVariables{std::pair{"SSL_CERT_FILE", Kind::file}, std::pair{"SSL_CERT_DIR", Kind::directory},
                                  std::pair{"CURL_CA_BUNDLE", Kind::file}};
  for (const auto& [name, kind] : kVariables) {
    const std::string value = environment(name);
    if (value.empty()) {
      tried.push_back(std::string(name) + " (not set)");
    } else if (leads_to_certificates(kind, value)) {
      return TrustStore{kind, value, describe(kind, value, name)};
    } else {
      tried.push_back(std::string(name) + "=" + value);
    }
  }
  return std::nullopt;
}

std::optional<TrustStore> store_of_system(const std::string& root, std::vector<std::string>& tried) {
  for (const KnownPlace& place : kKnownPlaces) {
    const std::string path = root + place.path;
    if (leads_to_certificates(place.kind, path)) {
      return TrustStore{place.kind, path, describe(place.kind, path, "the system's")};
    }
    tried.push_back(path);
  }
  return std::nullopt;
}

}  // namespace

Result<TrustStore> trust_store_of_options(const ConnectionOptions& options) {
  if (!options.ca_pem.empty()) {
    if (has_pem_block(options.ca_pem, "CERTIFICATE")) {
      return TrustStore{Kind::pem, options.ca_pem, "the PEM text that was given (the client's option ca_pem)"};
    }
    return make_error(Status::invalid_argument, "the CA certificates that were given hold no PEM certificate");
  }
  if (options.ca_file.empty()) return TrustStore{};
  const Result<std::string> text = read_text_file("the CA file", options.ca_file);
  if (!text.ok()) return make_error(text.error->status, text.error->message);
  if (!has_pem_block(text.value, "CERTIFICATE")) {
    return make_error(Status::invalid_argument, "the CA file " + options.ca_file + " holds no PEM certificate");
  }
  return TrustStore{Kind::file, options.ca_file, describe(Kind::file, options.ca_file, "the client's option ca_file")};
}

Result<TrustStore> find_trust_store(const ConnectionOptions& options, const Environment& environment,
                                    const std::string& root) {
  Result<TrustStore> chosen = trust_store_of_options(options);
  if (!chosen.ok() || chosen.value.kind != Kind::none) return chosen;
  std::vector<std::string> tried;
  if (auto store = store_of_environment(environment, tried)) return std::move(*store);
  if (auto store = store_of_system(root, tried)) return std::move(*store);
  return make_error(Status::tls_failed,
                    "no CA certificates were found, so no server can be trusted. Tried: " + joined(tried) +
                        ". Install the system's package of CA certificates, set SSL_CERT_FILE, or name them with "
                        "the client's option ca_file or ca_pem");
}

}  // namespace spectrakit::http
