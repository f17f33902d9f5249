#include "boundary.h"

using spectrakit::ErrorPtr;
using spectrakit::make_error;
using spectrakit::Status;
using spectrakit::capi::BadArgument;
using spectrakit::capi::guarded;
using spectrakit::capi::optional_string_in;
using spectrakit::capi::required;
using spectrakit::capi::string_in;
using spectrakit::capi::string_out;
using spectrakit::http::ConnectionOptions;

namespace {

ConnectionOptions& connection_of(spk_client_options* options) {
  return required(options, "options").options.connection;
}

/// libcurl would take the text up to its first NUL only.
std::string_view without_nul(std::string_view text, const char* name) {
  if (text.find('\0') != std::string_view::npos) throw BadArgument{name, "holds a NUL"};
  return text;
}

spk_status set_timeout(spk_client_options* options, int64_t ConnectionOptions::*timeout, int64_t timeout_ms,
                       spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    ConnectionOptions& connection = connection_of(options);
    if (timeout_ms == 0) {
      return make_error(Status::invalid_argument, "a time-out of 0 ms would end every call; SPK_FOREVER_MS means none");
    }
    connection.*timeout = timeout_ms;
    return nullptr;
  });
}

}  // namespace

spk_status spk_client_options_set_connect_timeout_ms(spk_client_options* options, int64_t timeout_ms,
                                                     spk_error** error) {
  return set_timeout(options, &ConnectionOptions::connect_timeout_ms, timeout_ms, error);
}

spk_status spk_client_options_set_first_byte_timeout_ms(spk_client_options* options, int64_t timeout_ms,
                                                        spk_error** error) {
  return set_timeout(options, &ConnectionOptions::first_byte_timeout_ms, timeout_ms, error);
}

spk_status spk_client_options_set_idle_timeout_ms(spk_client_options* options, int64_t timeout_ms, spk_error** error) {
  return set_timeout(options, &ConnectionOptions::idle_timeout_ms, timeout_ms, error);
}

spk_status spk_client_options_set_max_header_bytes(spk_client_options* options, size_t bytes, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    ConnectionOptions& connection = connection_of(options);
    if (bytes == 0) return make_error(Status::invalid_argument, "no answer has a head of 0 bytes");
    connection.max_header_bytes = bytes;
    return nullptr;
  });
}

spk_status spk_client_options_set_ca_file(spk_client_options* options, const char* path, size_t length,
                                          spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    ConnectionOptions& connection = connection_of(options);
    connection.ca_file = without_nul(string_in(path, length, "path"), "path");
    connection.ca_pem.clear();
    return nullptr;
  });
}

spk_status spk_client_options_set_ca_pem(spk_client_options* options, const char* pem, size_t length,
                                         spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    ConnectionOptions& connection = connection_of(options);
    connection.ca_pem = without_nul(string_in(pem, length, "pem"), "pem");
    connection.ca_file.clear();
    return nullptr;
  });
}

spk_status spk_client_options_set_client_certificate(spk_client_options* options, const char* certificate_path,
                                                     size_t certificate_path_length, const char* key_path,
                                                     size_t key_path_length, const char* password,
                                                     size_t password_length, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    ConnectionOptions& connection = connection_of(options);
    const std::string_view certificate = string_in(certificate_path, certificate_path_length, "certificate_path");
    const std::string_view key = optional_string_in(key_path, key_path_length, "key_path");
    const std::string_view key_password = optional_string_in(password, password_length, "password");
    without_nul(certificate, "certificate_path");
    without_nul(key, "key_path");
    without_nul(key_password, "password");
    connection.certificate_file = certificate;
    connection.key_file = key;
    connection.key_password = key_password;
    return nullptr;
  });
}

spk_status spk_client_options_set_proxy(spk_client_options* options, const char* proxy, size_t length,
                                        spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    connection_of(options).proxy = without_nul(string_in(proxy, length, "proxy"), "proxy");
    return nullptr;
  });
}

spk_status spk_client_options_set_no_proxy(spk_client_options* options, const char* hosts, size_t length,
                                           spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    connection_of(options).no_proxy = without_nul(string_in(hosts, length, "hosts"), "hosts");
    return nullptr;
  });
}

const char* spk_client_ca_store(const spk_client* client, size_t* length) {
  return string_out(client ? client->client->connection()->trust.description : std::string_view(), length);
}

const char* spk_client_proxy(const spk_client* client, size_t* length) {
  return string_out(client ? client->client->connection()->proxy.url : std::string_view(), length);
}
