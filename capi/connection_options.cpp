#include "boundary.h"

using spectrakit::ErrorPtr;
using spectrakit::make_error;
using spectrakit::Status;
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
    connection.ca_file = string_in(path, length, "path");
    connection.ca_pem.clear();
    return nullptr;
  });
}

spk_status spk_client_options_set_ca_pem(spk_client_options* options, const char* pem, size_t length,
                                         spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    ConnectionOptions& connection = connection_of(options);
    connection.ca_pem = string_in(pem, length, "pem");
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
    connection.certificate_file = string_in(certificate_path, certificate_path_length, "certificate_path");
    connection.key_file = optional_string_in(key_path, key_path_length, "key_path");
    connection.key_password = optional_string_in(password, password_length, "password");
    return nullptr;
  });
}

spk_status spk_client_options_set_proxy(spk_client_options* options, const char* proxy, size_t length,
                                        spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    connection_of(options).proxy = string_in(proxy, length, "proxy");
    return nullptr;
  });
}

spk_status spk_client_options_set_no_proxy(spk_client_options* options, const char* hosts, size_t length,
                                           spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    connection_of(options).no_proxy = string_in(hosts, length, "hosts");
    return nullptr;
  });
}

const char* spk_client_ca_store(const spk_client* client, size_t* length) {
  return string_out(client ? client->client->connection()->trust.description : std::string_view(), length);
}

const char* spk_client_proxy(const spk_client* client, size_t* length) {
  return string_out(client ? client->client->connection()->proxy.url : std::string_view(), length);
}
