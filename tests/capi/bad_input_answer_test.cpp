#include <cmath>

#include "bad_input_server.h"
#include "capi_test.h"

namespace spectrakit::tests {
namespace {

/// What a service may answer when it, or something in between, is broken.
class BadAnswerTest : public CapiTest {
 protected:
  Outcome send_to(const BadInputServer& server, const Request& request) {
    const Client client = make_client(engine_, [&](spk_client_options* options) {
      ASSERT_EQ(spk_client_options_set_base_url(options, server.url().c_str(), SPK_NUL, nullptr), SPK_OK);
    });
    return send(client, request);
  }

  /// The list that is answered with `body` and a status of 200.
  Document list_of(std::string_view body) {
    const BadInputServer server(http_answer(body));
    Outcome outcome = send_to(server, make_request(SPK_SPECTORA_INSPECTIONS_LIST));
    EXPECT_EQ(outcome.status, SPK_OK) << body << ": " << outcome.message();
    EXPECT_EQ(server.request_count(), 1);
    return std::move(outcome.document);
  }
};

bool is_absent(spk_value value) {
  return spk_value_get_kind(value) == SPK_VALUE_KIND_ABSENT;
}

spk_value resource_attribute(spk_value record, const char* name) {
  return spk_resource_attribute(record, name, SPK_NUL);
}

std::string nested_arrays(size_t depth) {
  return R"({"data":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
}

TEST_F(BadAnswerTest, ATextThatIsNoJsonIsMalformedAndAskedForOnce) {
  const std::string list = R"({"data":[]})";
  const std::vector<std::string> bodies{
      "<!doctype html><title>Down for maintenance</title>",
      list + "garbage",
      list + list,
      "\xEF\xBB\xBF" + list,
      R"({"data":[)",
      "\xC0\xAF",
      "{\"data\":\"\xC0\xAF\"}",
      "{\"data\":\"\xED\xA0\x80\"}",
      "{\"data\":\"\xFF\"}",
      "nul",
      " ",
      std::string("\0", 1),
      nested_arrays(2000),
  };
  for (const std::string& body : bodies) {
    const BadInputServer server(http_answer(body));
    const Outcome outcome = send_to(server, make_request(SPK_SPECTORA_INSPECTIONS_LIST));
    EXPECT_EQ(outcome.status, SPK_MALFORMED_RESPONSE) << body.substr(0, 60);
    EXPECT_EQ(outcome.error_name(), "MalformedResponseError");
    EXPECT_NE(outcome.message().find("inspections.list"), std::string::npos) << outcome.message();
    EXPECT_EQ(outcome.message().find("maintenance"), std::string::npos) << "the answer's text stands in no message";
    EXPECT_EQ(outcome.document, nullptr);
    EXPECT_EQ(server.request_count(), 1);
  }
}

TEST_F(BadAnswerTest, AWriteWithAMalformedAnswerIsSentOnce) {
  for (const char* body : {"<html>", R"({"data":{}}})", ""}) {
    const BadInputServer server(http_answer(body, "201 Created"));
    const Outcome outcome = send_to(server, upload_bytes("once"));
    EXPECT_EQ(outcome.status, *body ? SPK_MALFORMED_RESPONSE : SPK_OK) << body << outcome.message();
    EXPECT_FALSE(spk_error_is_retryable(outcome.error.get()));
    EXPECT_EQ(server.request_count(), 1);
  }
}

TEST_F(BadAnswerTest, AnAnswerWithoutABodyIsADocumentWithoutRecords) {
  for (const std::string& answer :
       {http_answer(""), std::string("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")}) {
    const BadInputServer server(answer);
    const Outcome outcome = send_to(server, get_inspection(kInspection));
    ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
    EXPECT_TRUE(is_absent(spk_document_root(outcome.document.get())));
    EXPECT_EQ(spk_document_record_count(outcome.document.get()), 0u);
    EXPECT_TRUE(is_absent(spk_document_record(outcome.document.get(), 0)));
    EXPECT_STREQ(spk_document_body(outcome.document.get(), nullptr), "");
  }
}

TEST_F(BadAnswerTest, WhatIsNoListHasNoRecords) {
  for (const char* body : {"null", "[]", "7", R"("data")", "{}", R"({"data":null})", R"({"data":"text"})",
                           R"({"data":5})", R"([{"data":[{"id":"1"}]}])"}) {
    const Document document = list_of(body);
    EXPECT_EQ(spk_document_record_count(document.get()), 0u) << body;
    EXPECT_TRUE(is_absent(spk_document_record(document.get(), 0))) << body;
  }
}

TEST_F(BadAnswerTest, NullsAndArraysWhereObjectsBelongAreReadAsAbsent) {
  const Document document = list_of(R"({"data":[null,[],"x",{"attributes":null},{"attributes":[1]},
    {"id":null,"type":[],"attributes":{"slug":null,"address":[]}}],"included":null})");
  ASSERT_EQ(spk_document_record_count(document.get()), 6u);
  for (size_t at = 0; at < 6; ++at) {
    const spk_value record = spk_document_record(document.get(), at);
    EXPECT_EQ(attribute(record, "slug"), "") << at;
    EXPECT_EQ(spk_resource_related_count(record, "buyers", SPK_NUL), 0u) << at;
    EXPECT_TRUE(is_absent(spk_resource_related(record, "buyers", SPK_NUL, 0))) << at;
    const char* url = "untouched";
    EXPECT_NE(spk_inspection_portal_url(record, &url, nullptr, nullptr), SPK_OK) << at;
    EXPECT_EQ(url, nullptr) << at;
  }
  const char* text = nullptr;
  const spk_value last = spk_document_record(document.get(), 5);
  EXPECT_EQ(spk_value_text(spk_resource_id(last), &text, nullptr, nullptr), SPK_VALUE_ABSENT);
  EXPECT_EQ(spk_value_string(resource_attribute(last, "address"), &text, nullptr, nullptr), SPK_VALUE_WRONG_KIND);
}

TEST_F(BadAnswerTest, NumbersThatFitNowhereAreUndecodableAndTheRestIsRead) {
  const Document document = list_of(
      R"({"data":[{"id":7,"attributes":{"a":123456789012345678901234567890,"b":1e400,"c":-0,"d":-0.0,"e":1.5,"f":2}}]})");
  const spk_value record = spk_document_record(document.get(), 0);
  int64_t whole = 1;
  double number = 1;
  EXPECT_EQ(string_of(spk_resource_id(record)), "7");
  EXPECT_EQ(spk_value_int64(resource_attribute(record, "a"), &whole, nullptr), SPK_VALUE_UNDECODABLE);
  EXPECT_EQ(spk_value_double(resource_attribute(record, "a"), &number, nullptr), SPK_OK);
  EXPECT_EQ(spk_value_double(resource_attribute(record, "b"), &number, nullptr), SPK_VALUE_UNDECODABLE);
  EXPECT_EQ(number, 0);
  EXPECT_EQ(spk_value_int64(resource_attribute(record, "c"), &whole, nullptr), SPK_OK);
  EXPECT_EQ(whole, 0);
  EXPECT_EQ(spk_value_double(resource_attribute(record, "d"), &number, nullptr), SPK_OK);
  EXPECT_TRUE(std::signbit(number));
  EXPECT_NE(spk_value_int64(resource_attribute(record, "e"), &whole, nullptr), SPK_OK);
  EXPECT_EQ(spk_value_int64(resource_attribute(record, "f"), &whole, nullptr), SPK_OK);
  EXPECT_EQ(whole, 2);
}

TEST_F(BadAnswerTest, ALoneSurrogateHidesOnlyItself) {
  const Document document =
      list_of(R"({"data":[{"id":"\ud800","attributes":{"a":"\udc00\ud800","\udfff":1,"b":"fine"}}]})");
  const spk_value record = spk_document_record(document.get(), 0);
  const char* text = nullptr;
  EXPECT_EQ(spk_value_text(spk_resource_id(record), &text, nullptr, nullptr), SPK_VALUE_UNDECODABLE);
  EXPECT_EQ(spk_value_string(resource_attribute(record, "a"), &text, nullptr, nullptr), SPK_VALUE_UNDECODABLE);
  EXPECT_EQ(attribute(record, "b"), "fine");
}

TEST_F(BadAnswerTest, OfDuplicateKeysTheFirstCounts) {
  const Document document = list_of(R"({"data":[{"id":"1"}],"data":[],"meta":{"a":1,"a":2}})");
  EXPECT_EQ(spk_document_record_count(document.get()), 1u);
  const spk_value meta = spk_value_member(spk_document_root(document.get()), "meta", SPK_NUL);
  EXPECT_EQ(spk_value_size(meta), 2u);
  EXPECT_EQ(string_of(spk_value_member(meta, "a", SPK_NUL)), "1");
}

TEST_F(BadAnswerTest, IncludedRecordsMayPointAtEachOtherInACircle) {
  const Document document =
      list_of(R"({"data":[{"id":"1","type":"a","relationships":{"b":{"data":{"id":"2","type":"b"}}}}],
    "included":[{"id":"2","type":"b","relationships":{"a":{"data":[{"id":"2","type":"b"},{"id":"3","type":"a"}]}}},
                {"id":"3","type":"a","relationships":{"b":{"data":{"id":"2","type":"b"}}}}]})");
  spk_value at = spk_document_record(document.get(), 0);
  for (int round = 0; round < 1000; ++round) {
    at = spk_resource_related(at, round % 2 == 0 ? "b" : "a", SPK_NUL, round % 2 == 0 ? 0 : 1);
    ASSERT_EQ(string_of(spk_resource_id(at)), round % 2 == 0 ? "2" : "3") << round;
  }
}

TEST_F(BadAnswerTest, WhatIsNotIncludedIsAbsentAndTheOthersAreFound) {
  const Document document = list_of(R"({"data":[{"id":"1","type":"inspection","relationships":{
      "none":null,"text":"x","empty":{"data":null},"list":[],"odd":{"data":[null,{"id":"9","type":"buyer"},5,{"id":"8"},
      {"id":4,"type":"buyer"}]}}}],
    "included":[null,7,{"type":"buyer"},{"id":"9","type":null},{"id":"4","type":"buyer","attributes":{"name":"here"}}]})");
  const spk_value record = spk_document_record(document.get(), 0);
  for (const char* name : {"none", "text", "empty", "list", "missing"}) {
    EXPECT_EQ(spk_resource_related_count(record, name, SPK_NUL), 0u) << name;
    EXPECT_TRUE(is_absent(spk_resource_related(record, name, SPK_NUL, 0))) << name;
  }
  EXPECT_EQ(spk_resource_related_count(record, "odd", SPK_NUL), 5u);
  for (const size_t index : {0u, 1u, 2u, 3u, 5u}) {
    EXPECT_TRUE(is_absent(spk_resource_related(record, "odd", SPK_NUL, index))) << index;
  }
  EXPECT_EQ(attribute(spk_resource_related(record, "odd", SPK_NUL, 4), "name"), "here");
}

TEST_F(BadAnswerTest, WhatIsNoHttpEndsTheCallWithANamedError) {
  for (const char* answer : {"garbage\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n", "HTTP/1.1 999999 X\r\n\r\n",
                             "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}", "\r\n"}) {
    const BadInputServer server(answer);
    const Outcome outcome = send_to(server, upload_bytes("once"));
    EXPECT_NE(outcome.status, SPK_OK) << answer;
    EXPECT_NE(outcome.status, SPK_INTERNAL) << answer << outcome.message();
    EXPECT_FALSE(spk_error_is_retryable(outcome.error.get())) << answer;
    EXPECT_EQ(server.request_count(), 1) << answer;
  }
}

}  // namespace
}  // namespace spectrakit::tests
