#include <mutex>

#include "capi_test.h"

namespace spectrakit::tests {
namespace {

class BadKeyTest : public testing::TestWithParam<std::string_view> {};

TEST_P(BadKeyTest, IsRefusedWithoutBeingShown) {
  spk_client_options* raw_options = nullptr;
  ASSERT_EQ(spk_client_options_create(SPK_SERVICE_SPECTORA, &raw_options, nullptr), SPK_OK);
  const ClientOptions options(raw_options);
  spk_error* raw_error = nullptr;
  EXPECT_EQ(spk_client_options_set_api_key(options.get(), GetParam().data(), GetParam().size(), &raw_error),
            SPK_INVALID_ARGUMENT);
  const Error error(raw_error);
  EXPECT_EQ(std::string(spk_error_message(error.get(), nullptr)).find("secret"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Keys, BadKeyTest,
                         testing::Values("", "secret\n", "Bearer secret", "sec\tret", std::string_view("secret\0x", 8),
                                         "s\xC3\xA9"
                                         "cret"));

class BadBaseUrlTest : public testing::TestWithParam<const char*> {};

TEST_P(BadBaseUrlTest, IsRefused) {
  spk_client_options* raw_options = nullptr;
  ASSERT_EQ(spk_client_options_create(SPK_SERVICE_SPECTORA, &raw_options, nullptr), SPK_OK);
  const ClientOptions options(raw_options);
  EXPECT_EQ(spk_client_options_set_base_url(options.get(), GetParam(), SPK_NUL, nullptr), SPK_INVALID_ARGUMENT);
}

INSTANTIATE_TEST_SUITE_P(Urls, BadBaseUrlTest,
                         testing::Values("", "not a url", "ftp://example.com", "file:///etc/passwd", "https://",
                                         "https://user:pass@example.com", "https://example.com/?q=1",
                                         "https://example.com/#top", "https://exa mple.com", "//example.com"));

TEST(OptionsTest, AClientNeedsAKey) {
  spk_client_options* raw_options = nullptr;
  ASSERT_EQ(spk_client_options_create(SPK_SERVICE_SPECTORA, &raw_options, nullptr), SPK_OK);
  const ClientOptions options(raw_options);
  spk_client* client = nullptr;
  EXPECT_EQ(spk_client_create(nullptr, options.get(), &client, nullptr), SPK_INVALID_ARGUMENT);
  EXPECT_EQ(client, nullptr);
}

TEST(OptionsTest, UnknownServicesAndOperationsAreRefused) {
  spk_client_options* options = nullptr;
  EXPECT_EQ(spk_client_options_create(77, &options, nullptr), SPK_INVALID_ARGUMENT);
  spk_request* request = nullptr;
  EXPECT_EQ(spk_request_create(999'999, &request, nullptr), SPK_INVALID_ARGUMENT);
  EXPECT_EQ(spk_operation_name(999'999), nullptr);
  EXPECT_STREQ(spk_operation_name(SPK_SPECTORA_INSPECTIONS_GET), "inspections.get");
}

TEST(OptionsTest, AnEngineNeedsAConnection) {
  spk_engine_options* raw_options = nullptr;
  ASSERT_EQ(spk_engine_options_create(&raw_options, nullptr), SPK_OK);
  const EngineOptions options(raw_options);
  EXPECT_EQ(spk_engine_options_set_max_connections_per_host(options.get(), 0, nullptr), SPK_INVALID_ARGUMENT);
}

TEST_F(CapiTest, AWrongParameterIsRefusedBeforeAnythingIsSent) {
  const Request request = make_request(SPK_SPECTORA_INSPECTIONS_LIST);
  spk_error* raw_error = nullptr;
  EXPECT_EQ(spk_request_set_parameter(request.get(), "filter[adress]", SPK_NUL, "1 Main St", SPK_NUL, &raw_error),
            SPK_INVALID_ARGUMENT);
  const Error error(raw_error);
  const std::string message = spk_error_message(error.get(), nullptr);
  EXPECT_NE(message.find("filter[address]"), std::string::npos) << message;
  EXPECT_NE(message.find("raw query parameter"), std::string::npos) << message;
  EXPECT_TRUE(received("GET").empty());
}

TEST_F(CapiTest, AMissingPathParameterIsRefusedBeforeAnythingIsSent) {
  const Outcome outcome = send(client_, make_request(SPK_SPECTORA_INSPECTIONS_GET));
  EXPECT_EQ(outcome.status, SPK_INVALID_ARGUMENT);
  EXPECT_NE(outcome.message().find("id"), std::string::npos);
  EXPECT_TRUE(received("GET").empty());
}

TEST_F(CapiTest, RawQueryAndHeadersGoThrough) {
  const Request request = make_request(SPK_SPECTORA_INSPECTIONS_LIST);
  ASSERT_EQ(spk_request_add_raw_query(request.get(), "filter[new]", SPK_NUL, "a&b=\xC3\xA9", SPK_NUL, nullptr), SPK_OK);
  ASSERT_EQ(spk_request_set_raw_header(request.get(), "X-Trace", SPK_NUL, "abc", SPK_NUL, nullptr), SPK_OK);
  ASSERT_EQ(send(client_, request).status, SPK_OK);
  const nlohmann::json sent = received("GET").at(0);
  EXPECT_EQ(sent.at("path"), "/v2/inspections?filter%5Bnew%5D=a%26b%3D%C3%A9");
  EXPECT_NE(sent.at("headers").dump().find("abc"), std::string::npos);
  EXPECT_EQ(spk_request_set_raw_header(request.get(), "X-Evil", SPK_NUL, "a\r\nb: c", SPK_NUL, nullptr),
            SPK_INVALID_ARGUMENT);
}

TEST_F(CapiTest, ARawRequestHasAllPolicies) {
  spk_request* raw_request = nullptr;
  ASSERT_EQ(spk_request_create_raw("GET", SPK_NUL, "/v2/contacts", SPK_NUL, &raw_request, nullptr), SPK_OK);
  const Request request(raw_request);
  ASSERT_EQ(spk_request_add_raw_query(request.get(), "page[size]", SPK_NUL, "2", SPK_NUL, nullptr), SPK_OK);
  add_fault("GET", "/v2/contacts", {{"status", 503}, {"body", ""}});
  const Outcome outcome = send(client_, request);
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  EXPECT_EQ(spk_document_record_count(outcome.document.get()), 2u);
  EXPECT_EQ(spk_document_attempt_count(outcome.document.get()), 2u);
}

TEST_F(CapiTest, TheLogTellsNamesButNoValuesAndNoKey) {
  struct Lines {
    std::mutex mutex;
    std::string text;
  } lines;
  const auto keep = [](void* user_data, spk_log_level, const char* event, const char* text, const char*) {
    auto* kept = static_cast<Lines*>(user_data);
    const std::lock_guard lock(kept->mutex);
    kept->text += std::string(event) + " " + text + "\n";
  };
  const Client client = make_client(engine_, [&](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_log_callback(options, SPK_LOG_DEBUG, keep, &lines, nullptr), SPK_OK);
  });
  add_fault("GET", "/v2/inspections", {{"status", 503}, {"body", "jane@example.com"}});
  const Request request = make_request(SPK_SPECTORA_INSPECTIONS_LIST);
  set_parameter(request, "filter[address]", "12 Secret Street");
  ASSERT_EQ(send(client, request).status, SPK_OK);
  const std::lock_guard lock(lines.mutex);
  EXPECT_NE(lines.text.find("inspections.list"), std::string::npos) << lines.text;
  EXPECT_NE(lines.text.find("filter[address]"), std::string::npos) << lines.text;
  EXPECT_NE(lines.text.find("503"), std::string::npos) << lines.text;
  EXPECT_EQ(lines.text.find("Secret Street"), std::string::npos) << lines.text;
  EXPECT_EQ(lines.text.find("jane"), std::string::npos) << lines.text;
  EXPECT_EQ(lines.text.find(sandbox_.api_key()), std::string::npos) << lines.text;
}

TEST_F(CapiTest, AnAttributeThatIsNoJsonIsRefused) {
  const Request request = make_request(SPK_SPECTORA_CLIENTS_CREATE);
  for (const char* json : {"", "{", "1abc", "-", "01", R"("\q")", R"("\ud800")", R"({"a":"\x"})", "[1,]"}) {
    EXPECT_EQ(spk_request_set_raw_attribute(request.get(), "tags", SPK_NUL, json, SPK_NUL, nullptr),
              SPK_INVALID_ARGUMENT)
        << json;
  }
  EXPECT_EQ(spk_request_set_raw_attribute(request.get(), "tags", SPK_NUL, R"(["vip", -1.5e3])", SPK_NUL, nullptr),
            SPK_OK);
}

TEST_F(CapiTest, ARawPathStandsInNoMessage) {
  spk_request* raw_request = nullptr;
  ASSERT_EQ(spk_request_create_raw("GET", SPK_NUL, "/v2/people/jane@example.com", SPK_NUL, &raw_request, nullptr),
            SPK_OK);
  const Outcome outcome = send(client_, Request(raw_request));
  EXPECT_EQ(outcome.status, SPK_NOT_FOUND);
  EXPECT_EQ(outcome.message().find("jane"), std::string::npos) << outcome.message();
  EXPECT_STREQ(spk_error_operation(outcome.error.get(), nullptr), "raw GET");
}

TEST_F(CapiTest, HeadersThatSpectraKitSetsAreRefusedInAnyCase) {
  const Request request = get_inspection(kInspection);
  for (const char* name :
       {"Authorization", "ACCEPT", "accept-encoding", "User-Agent", "Host", "content-length", "b\rd"}) {
    EXPECT_EQ(spk_request_set_raw_header(request.get(), name, SPK_NUL, "x", SPK_NUL, nullptr), SPK_INVALID_ARGUMENT)
        << name;
  }
}

}  // namespace
}  // namespace spectrakit::tests
