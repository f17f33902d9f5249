#include "session.h"

#include <stdexcept>

namespace spectrakit::bench {

namespace {

using EngineOptions = std::unique_ptr<spk_engine_options, Destroy<spk_engine_options_destroy>>;
using ClientOptions = std::unique_ptr<spk_client_options, Destroy<spk_client_options_destroy>>;
using Error = std::unique_ptr<spk_error, Destroy<spk_error_destroy>>;

}  // namespace

void expect_ok(spk_status status, spk_error* error) {
  if (status == SPK_OK) return;
  const Error owned(error);
  throw std::runtime_error(std::string(spk_status_name(status)) + ": " +
                           (error != nullptr ? spk_error_message(error, nullptr) : "no error given"));
}

Engine make_engine(uint32_t connections_per_host) {
  spk_error* error = nullptr;
  spk_engine_options* raw_options = nullptr;
  expect_ok(spk_engine_options_create(&raw_options, &error), error);
  const EngineOptions options(raw_options);
  expect_ok(spk_engine_options_set_max_connections_per_host(options.get(), connections_per_host, &error), error);
  spk_engine* engine = nullptr;
  expect_ok(spk_engine_create(options.get(), &engine, &error), error);
  return Engine(engine);
}

Client make_client(const std::string& base_url, spk_engine* engine) {
  spk_error* error = nullptr;
  spk_client_options* raw_options = nullptr;
  expect_ok(spk_client_options_create(SPK_SERVICE_SPECTORA, &raw_options, &error), error);
  const ClientOptions options(raw_options);
  expect_ok(spk_client_options_set_api_key(options.get(), "bench-key", SPK_NUL, &error), error);
  expect_ok(spk_client_options_set_base_url(options.get(), base_url.data(), base_url.size(), &error), error);
  // A measurement shows a failure instead of waiting it out.
  expect_ok(spk_client_options_set_max_retries(options.get(), 0, &error), error);
  spk_client* client = nullptr;
  expect_ok(spk_client_create(engine, options.get(), &client, &error), error);
  return Client(client);
}

Request make_request(spk_operation operation) {
  spk_error* error = nullptr;
  spk_request* request = nullptr;
  expect_ok(spk_request_create(operation, &request, &error), error);
  return Request(request);
}

void set_parameter(spk_request* request, std::string_view name, std::string_view value) {
  spk_error* error = nullptr;
  expect_ok(spk_request_set_parameter(request, name.data(), name.size(), value.data(), value.size(), &error), error);
}

Document send(spk_client* client, const spk_request* request) {
  spk_error* error = nullptr;
  spk_document* document = nullptr;
  expect_ok(spk_client_send(client, request, nullptr, &document, &error), error);
  return Document(document);
}

}  // namespace spectrakit::bench
