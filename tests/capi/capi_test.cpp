#include "capi_test.h"

#include <chrono>
#include <thread>

namespace spectrakit::tests {

std::string Outcome::message() const {
  return error ? spk_error_message(error.get(), nullptr) : "";
}

std::string Outcome::error_name() const {
  return error ? spk_error_name(error.get(), nullptr) : "";
}

void wait_until(const std::function<bool()>& condition) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!condition()) {
    ASSERT_LT(std::chrono::steady_clock::now(), give_up) << "what the test waits for does not happen";
    std::this_thread::yield();
  }
}

Request make_request(spk_operation operation) {
  spk_request* request = nullptr;
  EXPECT_EQ(spk_request_create(operation, &request, nullptr), SPK_OK);
  return Request(request);
}

Request get_inspection(std::string_view id) {
  Request request = make_request(SPK_SPECTORA_INSPECTIONS_GET);
  set_parameter(request, "id", id);
  return request;
}

void set_parameter(const Request& request, std::string_view name, std::string_view value) {
  spk_error* error = nullptr;
  const spk_status status =
      spk_request_set_parameter(request.get(), name.data(), name.size(), value.data(), value.size(), &error);
  EXPECT_EQ(status, SPK_OK) << spk_error_message(error, nullptr);
  spk_error_destroy(error);
}

void set_attribute(const Request& request, std::string_view name, std::string_view value) {
  EXPECT_EQ(spk_request_set_attribute(request.get(), name.data(), name.size(), value.data(), value.size(), nullptr),
            SPK_OK);
}

Request upload_bytes(std::string_view bytes, std::string_view file_name) {
  Request request = make_request(SPK_SPECTORA_ATTACHMENTS_UPLOAD);
  set_attribute(request, "inspection_id", "10000002");
  EXPECT_EQ(spk_request_set_file_bytes(request.get(), "file", SPK_NUL, bytes.data(), bytes.size(), file_name.data(),
                                       file_name.size(), nullptr),
            SPK_OK);
  return request;
}

Outcome send(const Client& client, const Request& request, const CallOptions& options) {
  spk_document* document = nullptr;
  spk_error* error = nullptr;
  const spk_status status = spk_client_send(client.get(), request.get(), options.get(), &document, &error);
  return {status, Document(document), Error(error)};
}

Call start(const Client& client, const Request& request, const CallOptions& options) {
  spk_call* call = nullptr;
  EXPECT_EQ(spk_client_start(client.get(), request.get(), options.get(), &call, nullptr), SPK_OK);
  return Call(call);
}

Outcome finish(const Call& call) {
  constexpr int64_t kLongEnoughMs = 20'000;
  EXPECT_EQ(spk_call_wait(call.get(), kLongEnoughMs, nullptr), SPK_OK);
  spk_document* document = nullptr;
  spk_error* error = nullptr;
  const spk_status status = spk_call_take_result(call.get(), &document, &error);
  return {status, Document(document), Error(error)};
}

CallOptions make_call_options() {
  spk_call_options* options = nullptr;
  EXPECT_EQ(spk_call_options_create(&options, nullptr), SPK_OK);
  return CallOptions(options);
}

std::string string_of(spk_value value) {
  const char* text = nullptr;
  size_t length = 0;
  if (spk_value_text(value, &text, &length, nullptr) != SPK_OK) return "";
  EXPECT_EQ(text[length], '\0');
  return {text, length};
}

std::string attribute(spk_value record, std::string_view name) {
  return string_of(spk_resource_attribute(record, name.data(), name.size()));
}

std::vector<std::string> attempt_outcomes(const Document& document) {
  std::vector<std::string> outcomes;
  for (size_t at = 0; at < spk_document_attempt_count(document.get()); ++at) {
    outcomes.emplace_back(spk_attempt_outcome(spk_document_attempt(document.get(), at), nullptr));
  }
  return outcomes;
}

CapiTest::CapiTest() {
  spk_experimental_clock* clock = nullptr;
  EXPECT_EQ(spk_experimental_clock_create(kUnixMs, &clock, nullptr), SPK_OK);
  clock_.reset(clock);
  set_auto_advance(true);
  engine_ = make_engine();
  client_ = make_client(engine_);
}

Engine CapiTest::make_engine(const std::function<void(spk_engine_options*)>& adjust) {
  spk_engine_options* raw_options = nullptr;
  EXPECT_EQ(spk_engine_options_create(&raw_options, nullptr), SPK_OK);
  const EngineOptions options(raw_options);
  EXPECT_EQ(spk_engine_options_set_experimental_clock(options.get(), clock_.get(), nullptr), SPK_OK);
  EXPECT_EQ(spk_engine_options_set_experimental_random_seed(options.get(), 1, nullptr), SPK_OK);
  if (adjust) adjust(options.get());
  spk_engine* engine = nullptr;
  EXPECT_EQ(spk_engine_create(options.get(), &engine, nullptr), SPK_OK);
  return Engine(engine);
}

Client CapiTest::make_client(const Engine& engine, const std::function<void(spk_client_options*)>& adjust) {
  spk_client_options* raw_options = nullptr;
  EXPECT_EQ(spk_client_options_create(SPK_SERVICE_SPECTORA, &raw_options, nullptr), SPK_OK);
  const ClientOptions options(raw_options);
  EXPECT_EQ(spk_client_options_set_api_key(options.get(), sandbox_.api_key().c_str(), SPK_NUL, nullptr), SPK_OK);
  EXPECT_EQ(spk_client_options_set_base_url(options.get(), sandbox_.url().c_str(), SPK_NUL, nullptr), SPK_OK);
  if (adjust) adjust(options.get());
  spk_client* client = nullptr;
  EXPECT_EQ(spk_client_create(engine.get(), options.get(), &client, nullptr), SPK_OK);
  return Client(client);
}

void CapiTest::add_fault(const std::string& method, const std::string& path, const nlohmann::json& action, int times) {
  sandbox_.add_fault({{"match", {{"method", method}, {"path", path}}}, {"times", times}, {"action", action}});
}

std::vector<nlohmann::json> CapiTest::received(const std::string& method) {
  std::vector<nlohmann::json> matching;
  for (const nlohmann::json& request : sandbox_.requests()) {
    if (request.at("method") == method) matching.push_back(request);
  }
  return matching;
}

void CapiTest::wait_until_received(const std::string& method, size_t count) {
  wait_until([&] { return received(method).size() >= count; });
}

}  // namespace spectrakit::tests
