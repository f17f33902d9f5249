#include <array>

#include "capi_test.h"

namespace spectrakit::tests {
namespace {

using std::string_view_literals::operator""sv;

/// Each of these would do harm somewhere: end a C string early, or be no text at all.
constexpr std::array kNoText{"a\0b"sv, "\0"sv, "\xFF"sv, "a\xC0\xAF"sv, "\xED\xA0\x80"sv, "\xE2\x82"sv};

struct Refusal {
  spk_status status;
  std::string message;
};

Refusal refusal(spk_status status, spk_error* raw_error) {
  const Error error(raw_error);
  return {status, error ? spk_error_message(error.get(), nullptr) : ""};
}

void expect_refused(const Refusal& refused, std::string_view part) {
  EXPECT_EQ(refused.status, SPK_INVALID_ARGUMENT) << refused.message;
  EXPECT_NE(refused.message.find(part), std::string::npos) << part << " is not in: " << refused.message;
  EXPECT_EQ(refused.message.find('\xFF'), std::string::npos) << "a message is UTF-8";
}

/// One of the setters that take a name and a value.
using Setter = decltype(&spk_request_set_parameter);

Refusal set(Setter setter, const Request& request, std::string_view name, std::string_view value) {
  spk_error* error = nullptr;
  const spk_status status = setter(request.get(), name.data(), name.size(), value.data(), value.size(), &error);
  return refusal(status, error);
}

TEST_F(CapiTest, AnIdThatWouldLeaveItsPlaceInThePathIsRefused) {
  for (const spk_operation operation :
       {SPK_SPECTORA_INSPECTIONS_GET, SPK_SPECTORA_AGENTS_GET, SPK_SPECTORA_AGENTS_UPDATE, SPK_SPECTORA_CLIENTS_GET,
        SPK_SPECTORA_CLIENTS_UPDATE}) {
    const Request request = make_request(operation);
    for (const std::string_view id : {""sv, "."sv, ".."sv, "../agents"sv, "1/2"sv, "%2F"sv, "%2e%2e"sv, "1?x=1"sv,
                                      "1#x"sv, "1 2"sv, "1\n"sv, "1\\2"sv, "a\0b"sv, "\xFF"sv}) {
      expect_refused(set(spk_request_set_parameter, request, "id", id), ": id ");
    }
    EXPECT_NE(send(client_, request).status, SPK_OK) << "a refused id is not set";
  }
  EXPECT_TRUE(sandbox_.requests().empty());
}

TEST_F(CapiTest, PageSizesOutsideOfTheLimitsAreRefusedInEveryList) {
  for (const spk_operation operation :
       {SPK_SPECTORA_AGENTS_LIST, SPK_SPECTORA_AGENT_STATS_LIST, SPK_SPECTORA_CLIENTS_LIST,
        SPK_SPECTORA_INSPECTIONS_LIST, SPK_SPECTORA_ATTACHMENTS_LIST}) {
    const Request request = make_request(operation);
    for (const std::string_view size : {"0"sv, "201"sv, "-1"sv, "ten"sv, ""sv, "1.5"sv, "99999999999999999999"sv}) {
      expect_refused(set(spk_request_set_parameter, request, "page[size]", size), "page[size]");
    }
    expect_refused(set(spk_request_set_parameter, request, "page[size]", "201"), "200");
    expect_refused(set(spk_request_set_parameter, request, "page[number]", "0"), "page[number]");
    expect_refused(set(spk_request_set_parameter, request, "page[number]", "-3"), "1");
    EXPECT_EQ(set(spk_request_set_parameter, request, "page[size]", "200").status, SPK_OK);
    EXPECT_EQ(set(spk_request_set_parameter, request, "page[size]", "1").status, SPK_OK);
  }
  EXPECT_TRUE(sandbox_.requests().empty());
}

TEST_F(CapiTest, WhatIsNoTextIsRefusedInParameters) {
  const Request request = make_request(SPK_SPECTORA_AGENTS_LIST);
  for (const std::string_view text : kNoText) {
    expect_refused(set(spk_request_set_parameter, request, "filter[email]", text), "filter[email]");
    expect_refused(set(spk_request_add_parameter, request, "filter[tag]", text), "filter[tag]");
    expect_refused(set(spk_request_set_parameter, request, text, "x"), "has no parameter");
  }
}

TEST_F(CapiTest, WhatIsNoTextIsRefusedInAttributes) {
  const Request request = make_request(SPK_SPECTORA_CLIENTS_CREATE);
  for (const std::string_view text : kNoText) {
    expect_refused(set(spk_request_set_attribute, request, "email", text), "email");
    expect_refused(set(spk_request_set_attribute, request, text, "x"), "name");
    expect_refused(set(spk_request_set_raw_attribute, request, text, "1"), "name");
    expect_refused(set(spk_request_set_raw_attribute, request, "tags", text), "tags");
    const std::string quoted = '"' + std::string(text) + '"';
    expect_refused(set(spk_request_set_raw_attribute, request, "tags", quoted), "tags");
    spk_error* error = nullptr;
    spk_status status = spk_request_set_attribute_null(request.get(), text.data(), text.size(), &error);
    expect_refused(refusal(status, error), "name");
    status = spk_request_set_attribute_bool(request.get(), text.data(), text.size(), 1, &error);
    expect_refused(refusal(status, error), "name");
    status = spk_request_set_attribute_int64(request.get(), text.data(), text.size(), 1, &error);
    expect_refused(refusal(status, error), "name");
  }
  expect_refused(set(spk_request_set_attribute, request, "email", "a\0b"sv), "a raw attribute");
  EXPECT_EQ(set(spk_request_set_raw_attribute, request, "email", R"("a\u0000b")").status, SPK_OK);
}

TEST_F(CapiTest, WhatIsNoTextIsRefusedInHeaders) {
  const Request request = get_inspection(kInspection);
  for (const std::string_view text : kNoText) {
    expect_refused(set(spk_request_set_raw_header, request, "X-Note", text), "X-Note");
    expect_refused(set(spk_request_set_raw_header, request, text, "x"), "header's name");
  }
  for (const std::string_view text : {"a\rb"sv, "a\nb"sv, "a\r\nX-Evil: 1"sv, "a\x01"sv, "a\x7F"sv}) {
    expect_refused(set(spk_request_set_raw_header, request, "X-Note", text), "X-Note");
  }
  EXPECT_EQ(set(spk_request_set_raw_header, request, "X-Note", "caf\xC3\xA9\tau lait").status, SPK_OK);
}

TEST_F(CapiTest, WhatIsNoTextIsRefusedInRawRequestsAndCursors) {
  for (const std::string_view text : kNoText) {
    spk_request* request = nullptr;
    spk_error* error = nullptr;
    spk_status status = spk_request_create_raw(text.data(), text.size(), "/v2/me", SPK_NUL, &request, &error);
    expect_refused(refusal(status, error), "method");
    const std::string path = "/v2/" + std::string(text);
    status = spk_request_create_raw("GET", SPK_NUL, path.data(), path.size(), &request, &error);
    expect_refused(refusal(status, error), "path");
    EXPECT_EQ(request, nullptr);
    spk_pager* pager = nullptr;
    const Request list = make_request(SPK_SPECTORA_CLIENTS_LIST);
    status = spk_pager_create(client_.get(), list.get(), nullptr, text.data(), text.size(), &pager, &error);
    expect_refused(refusal(status, error), "cursor");
    EXPECT_EQ(pager, nullptr);
  }
}

TEST_F(CapiTest, RawQueryIsEncodedWhateverItHolds) {
  spk_request* raw_request = nullptr;
  ASSERT_EQ(spk_request_create_raw("GET", SPK_NUL, "/v2/inspections", SPK_NUL, &raw_request, nullptr), SPK_OK);
  const Request request(raw_request);
  for (const std::string_view text : {"a\0b"sv, "\xFF"sv, "a&b=c#d\r\n"sv}) {
    EXPECT_EQ(set(spk_request_add_raw_query, request, "q", text).status, SPK_OK);
  }
  expect_refused(set(spk_request_add_raw_query, request, "", "x"), "name");
  EXPECT_EQ(send(client_, request).status, SPK_OK);
  EXPECT_EQ(received("GET").at(0).at("path"), "/v2/inspections?q=a%00b&q=%FF&q=a%26b%3Dc%23d%0D%0A");
}

TEST_F(CapiTest, WhatIsRefusedLeavesTheRequestAsItWas) {
  const Request request = get_inspection(kInspection);
  EXPECT_NE(set(spk_request_set_parameter, request, "id", "../1").status, SPK_OK);
  EXPECT_NE(set(spk_request_set_raw_header, request, "X-Note", "a\nb").status, SPK_OK);
  EXPECT_EQ(send(client_, request).status, SPK_OK);
  EXPECT_EQ(received("GET").size(), 1u);
}

}  // namespace
}  // namespace spectrakit::tests
