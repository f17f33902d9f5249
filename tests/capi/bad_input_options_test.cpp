#include <array>
#include <limits>

#include "capi_test.h"

namespace spectrakit::tests {
namespace {

using std::string_view_literals::operator""sv;

class BadOptionsTest : public CapiTest {
 protected:
  BadOptionsTest() {
    spk_client_options* options = nullptr;
    EXPECT_EQ(spk_client_options_create(SPK_SERVICE_SPECTORA, &options, nullptr), SPK_OK);
    options_.reset(options);
    EXPECT_EQ(spk_client_options_set_api_key(options, sandbox_.api_key().c_str(), SPK_NUL, nullptr), SPK_OK);
    EXPECT_EQ(spk_client_options_set_base_url(options, sandbox_.url().c_str(), SPK_NUL, nullptr), SPK_OK);
  }

  /// Refused by `setter` with a message that holds `part`, and not what was refused.
  template <typename Handle, typename Setter>
  void expect_refused(Setter setter, Handle* handle, std::string_view value, std::string_view part) {
    spk_error* raw_error = nullptr;
    EXPECT_EQ(setter(handle, value.data(), value.size(), &raw_error), SPK_INVALID_ARGUMENT) << value;
    const Error error(raw_error);
    ASSERT_NE(error, nullptr) << value;
    const std::string message = spk_error_message(raw_error, nullptr);
    EXPECT_NE(message.find(part), std::string::npos) << part << " is not in: " << message;
    EXPECT_EQ(message.find("hunter2"), std::string::npos) << message;
    EXPECT_STREQ(spk_error_name(raw_error, nullptr), "InvalidArgumentError");
  }

  ClientOptions options_;
};

constexpr std::array kBadKeys{
    ""sv,         "hunter2\n"sv,  "hunter2\r\nX-Evil: 1"sv, "Bearer hunter2"sv,  "\thunter2"sv,
    "hunter2 "sv, "hunter2\0x"sv, "hunter2\xFF"sv,          "hunter2\xC3\xA9"sv, "\x7Fhunter2"sv};

TEST_F(BadOptionsTest, ABadKeyIsRefusedAndTheEarlierOneStays) {
  for (const std::string_view key : kBadKeys) {
    expect_refused(spk_client_options_set_api_key, options_.get(), key, "key");
    expect_refused(spk_client_set_key, client_.get(), key, "key");
  }
  EXPECT_EQ(send(client_, get_inspection(kInspection)).status, SPK_OK);
  spk_client* raw_client = nullptr;
  ASSERT_EQ(spk_client_create(engine_.get(), options_.get(), &raw_client, nullptr), SPK_OK);
  EXPECT_EQ(send(Client(raw_client), get_inspection(kInspection)).status, SPK_OK);
}

TEST_F(BadOptionsTest, ABadBaseUrlIsRefusedWithTheReasonAndTheEarlierOneStays) {
  const struct {
    std::string_view url;
    std::string_view reason;
  } cases[] = {
      {"", "not a URL"},
      {"connect.spectora.com", "scheme"},
      {"//connect.spectora.com", "scheme"},
      {"https:connect.spectora.com", "scheme"},
      {"https://", "not a URL"},
      {"https:///v2", "host is missing"},
      {"ftp://example.com", "http and https"},
      {"file:///etc/passwd", "http and https"},
      {"gopher://example.com", "http and https"},
      {"javascript://example.com", "scheme"},
      {"https://user:hunter2@example.com", "user or password"},
      {"https://user@example.com", "user or password"},
      {"https://example.com?key=hunter2", "query"},
      {"https://example.com/?", "query"},
      {"https://example.com/#top", "fragment"},
      {"https://exa mple.com", "white space"},
      {"https://example.com\n", "white space"},
      {"https://example.com\0.evil.example"sv, "control"},
      {"https://example.com:99999", "not a URL"},
      {"https://example.com:-1", "not a URL"},
      {"https://example.com:x", "not a URL"},
      {"https://[::1", "not a URL"},
      {"https://\xFF\xFE.example", "not ASCII"},
      {"https://example.com/\xC0\xAF", "not ASCII"},
  };
  for (const auto& [url, reason] : cases) {
    expect_refused(spk_client_options_set_base_url, options_.get(), url, reason);
    expect_refused(spk_client_options_set_base_url, options_.get(), url, "https://host");
  }
  spk_client* raw_client = nullptr;
  ASSERT_EQ(spk_client_create(engine_.get(), options_.get(), &raw_client, nullptr), SPK_OK);
  EXPECT_EQ(send(Client(raw_client), get_inspection(kInspection)).status, SPK_OK);
  EXPECT_EQ(sandbox_.requests().size(), 1u);
}

TEST_F(BadOptionsTest, NumbersThatNameNothingAreRefusedOrHarmless) {
  for (const int32_t number :
       {-1, 0, 999'999, std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max()}) {
    spk_request* request = nullptr;
    EXPECT_EQ(spk_request_create(number, &request, nullptr), SPK_INVALID_ARGUMENT) << number;
    EXPECT_EQ(request, nullptr);
    EXPECT_EQ(spk_operation_name(number), nullptr) << number;
    EXPECT_EQ(spk_client_options_use_alternate_path(options_.get(), number, nullptr), SPK_INVALID_ARGUMENT) << number;
    spk_client_options* options = nullptr;
    EXPECT_EQ(spk_client_options_create(number, &options, nullptr), SPK_INVALID_ARGUMENT) << number;
    EXPECT_EQ(options, nullptr);
    EXPECT_STRNE(spk_status_name(number), "") << number;
  }
  const Outcome outcome = send(client_, get_inspection(kInspection));
  const spk_attempt* const attempt = spk_document_attempt(outcome.document.get(), 0);
  for (const spk_timing timing : {-1, 5, 999}) EXPECT_EQ(spk_attempt_timing_us(attempt, timing), 0) << timing;
  for (const size_t index : {size_t{1}, SIZE_MAX}) {
    EXPECT_EQ(spk_document_attempt(outcome.document.get(), index), nullptr);
    EXPECT_EQ(spk_value_get_kind(spk_document_record(outcome.document.get(), index)), SPK_VALUE_KIND_ABSENT);
  }
  const Outcome failed = send(client_, get_inspection("1"));
  ASSERT_EQ(failed.status, SPK_NOT_FOUND);
  for (const size_t index : {size_t{77}, SIZE_MAX}) {
    EXPECT_EQ(spk_error_attempt(failed.error.get(), index), nullptr);
    EXPECT_STREQ(spk_error_problem_detail(failed.error.get(), index, nullptr), "");
  }
}

TEST_F(BadOptionsTest, AFeatureOrLedgerPathThatIsNoTextIsRefused) {
  const CallOptions call_options = make_call_options();
  for (const std::string_view feature : {"a\0b"sv, "\xFF"sv, "\xED\xA0\x80"sv}) {
    expect_refused(spk_call_options_set_feature, call_options.get(), feature, "feature");
  }
  const std::string long_feature(101, 'x');
  expect_refused(spk_call_options_set_feature, call_options.get(), long_feature, "100 bytes");
  for (const std::string_view path : {""sv, "/tmp/a\0b"sv}) {
    expect_refused(spk_client_options_set_ledger_path, options_.get(), path, "ledger's path");
  }
}

TEST_F(BadOptionsTest, ANulInWhatLibcurlWouldCutIsRefused) {
  constexpr auto kCut = "hunter2\0x"sv;
  expect_refused(spk_client_options_set_ca_file, options_.get(), kCut, "path holds a NUL");
  expect_refused(spk_client_options_set_ca_pem, options_.get(), kCut, "pem holds a NUL");
  expect_refused(spk_client_options_set_proxy, options_.get(), kCut, "proxy holds a NUL");
  expect_refused(spk_client_options_set_no_proxy, options_.get(), kCut, "hosts holds a NUL");
  const auto set_certificate = [&](std::string_view certificate, std::string_view key, std::string_view password) {
    return spk_client_options_set_client_certificate(options_.get(), certificate.data(), certificate.size(), key.data(),
                                                     key.size(), password.data(), password.size(), nullptr);
  };
  EXPECT_EQ(set_certificate(kCut, "", ""), SPK_INVALID_ARGUMENT);
  EXPECT_EQ(set_certificate("a.pem", kCut, ""), SPK_INVALID_ARGUMENT);
  EXPECT_EQ(set_certificate("a.pem", "", kCut), SPK_INVALID_ARGUMENT);
  EXPECT_EQ(set_certificate("a.pem", {}, {}), SPK_OK);
}

TEST_F(BadOptionsTest, ACallWhoseOutcomeNobodyWouldGetIsRefused) {
  const Request request = upload_bytes("unseen");
  spk_error* raw_error = nullptr;
  EXPECT_EQ(spk_client_start(client_.get(), request.get(), nullptr, nullptr, &raw_error), SPK_INVALID_ARGUMENT);
  const Error error(raw_error);
  EXPECT_NE(std::string(spk_error_message(raw_error, nullptr)).find("callback or queue"), std::string::npos);
  EXPECT_TRUE(sandbox_.requests().empty());
}

}  // namespace
}  // namespace spectrakit::tests
