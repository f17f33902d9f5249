#include <thread>
#include <vector>

#include "capi_test.h"

namespace spectrakit::tests {
namespace {

Document document_from(const Client& client, SandboxProcess& sandbox, const std::string& body) {
  sandbox.add_fault({{"match", {{"method", "GET"}, {"path", "/v2/inspections"}}},
                     {"times", 1},
                     {"action", {{"body", body}, {"content_type", "application/json"}}}});
  Outcome outcome = send(client, make_request(SPK_SPECTORA_INSPECTIONS_LIST));
  EXPECT_EQ(outcome.status, SPK_OK) << outcome.message();
  return std::move(outcome.document);
}

TEST_F(CapiTest, ARecordThatCanNotBeDecodedDoesNotHideItsNeighbours) {
  const Document document = document_from(client_, sandbox_,
                                          R"({"data":[
    {"id":"1","attributes":{"quote":123456789012345678901234567890,"slug":"one"}},
    {"id":"2","attributes":{"quote":1e400,"slug":"\ud800"}},
    {"id":"3","attributes":{"quote":125.5,"slug":"three"}}]})");
  ASSERT_EQ(spk_document_record_count(document.get()), 3u);
  const auto record = [&](size_t index) { return spk_document_record(document.get(), index); };
  const auto quote = [&](size_t index) { return spk_resource_attribute(record(index), "quote", SPK_NUL); };

  int64_t whole = 0;
  double number = 0;
  spk_error* raw_error = nullptr;
  EXPECT_EQ(spk_value_int64(quote(0), &whole, &raw_error), SPK_VALUE_UNDECODABLE);
  const Error error(raw_error);
  EXPECT_NE(std::string(spk_error_message(error.get(), nullptr)).find("/data/0/attributes/quote"), std::string::npos);
  EXPECT_EQ(spk_value_double(quote(1), &number, nullptr), SPK_VALUE_UNDECODABLE);
  const char* text = nullptr;
  EXPECT_EQ(spk_value_string(spk_resource_attribute(record(1), "slug", SPK_NUL), &text, nullptr, nullptr),
            SPK_VALUE_UNDECODABLE);
  EXPECT_EQ(text, nullptr);
  EXPECT_EQ(attribute(record(0), "slug"), "one");
  EXPECT_EQ(spk_value_double(quote(2), &number, nullptr), SPK_OK);
  EXPECT_EQ(number, 125.5);
  size_t length = 0;
  const char* raw = spk_value_raw(quote(0), &length);
  EXPECT_EQ(std::string(raw, length), "123456789012345678901234567890");
}

TEST_F(CapiTest, ValuesAreWalkedByNameAndInOrder) {
  const Document document =
      document_from(client_, sandbox_, R"({"data":[],"extra":{"b":[1,[2],{"c":3}],"t":true,"n":null,"e":{}}})");
  const spk_value extra = spk_value_member(spk_document_root(document.get()), "extra", SPK_NUL);
  EXPECT_EQ(spk_value_get_kind(extra), SPK_VALUE_KIND_OBJECT);
  EXPECT_EQ(spk_value_size(extra), 4u);
  std::vector<std::string> names;
  for (spk_value at = spk_value_first(extra); spk_value_get_kind(at) != SPK_VALUE_KIND_ABSENT;
       at = spk_value_next(at)) {
    const char* name = nullptr;
    ASSERT_EQ(spk_value_name(at, &name, nullptr, nullptr), SPK_OK);
    names.emplace_back(name);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"b", "t", "n", "e"}));
  int boolean = 0;
  EXPECT_EQ(spk_value_bool(spk_value_member(extra, "t", 1), &boolean, nullptr), SPK_OK);
  EXPECT_EQ(boolean, 1);
  EXPECT_EQ(spk_value_bool(spk_value_member(extra, "n", 1), &boolean, nullptr), SPK_VALUE_ABSENT);
  EXPECT_EQ(spk_value_bool(spk_value_member(extra, "b", 1), &boolean, nullptr), SPK_VALUE_WRONG_KIND);
  EXPECT_EQ(spk_value_bool(spk_value_member(extra, "x", 1), &boolean, nullptr), SPK_VALUE_ABSENT);
  EXPECT_EQ(spk_value_size(spk_value_member(extra, "e", 1)), 0u);
  EXPECT_EQ(spk_value_name(spk_value_first(spk_value_member(extra, "b", 1)), nullptr, nullptr, nullptr),
            SPK_INVALID_ARGUMENT);
}

TEST_F(CapiTest, RelatedResourcesComeFromIncluded) {
  const Request request = make_request(SPK_SPECTORA_INSPECTIONS_LIST);
  set_parameter(request, "include", "buying_agent,assignments");
  set_parameter(request, "page[size]", "50");
  const Outcome outcome = send(client_, request);
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  size_t found = 0;
  for (size_t at = 0; at < spk_document_record_count(outcome.document.get()); ++at) {
    const spk_value record = spk_document_record(outcome.document.get(), at);
    ASSERT_GE(spk_resource_related_count(record, "assignments", SPK_NUL), 1u);
    const spk_value assignment = spk_resource_related(record, "assignments", SPK_NUL, 0);
    EXPECT_EQ(attribute(assignment, "inspection_id"), string_of(spk_resource_id(record)));
    if (spk_resource_related_count(record, "buying_agent", SPK_NUL) == 0) continue;
    const spk_value agent = spk_resource_related(record, "buying_agent", SPK_NUL, 0);
    EXPECT_EQ(attribute(agent, "first_name") + " " + attribute(agent, "last_name"),
              attribute(record, "buying_agent_name"));
    ++found;
  }
  EXPECT_GT(found, 0u);
  const spk_value record = spk_document_record(outcome.document.get(), 0);
  EXPECT_EQ(spk_resource_related_count(record, "no_such_thing", SPK_NUL), 0u);
  EXPECT_EQ(spk_value_get_kind(spk_resource_related(record, "company", SPK_NUL, 0)), SPK_VALUE_KIND_ABSENT);
}

TEST_F(CapiTest, ThePortalAddressComesFromTheSlug) {
  const Document document = document_from(
      client_, sandbox_,
      R"({"data":[{"id":"1","attributes":{"slug":"ab-1/\u00e9"}},{"id":"2","attributes":{"slug":null}}]})");
  const char* url = nullptr;
  ASSERT_EQ(spk_inspection_portal_url(spk_document_record(document.get(), 0), &url, nullptr, nullptr), SPK_OK);
  EXPECT_STREQ(url, "https://portal.spectora.com/inspection/ab-1%2F%C3%A9");
  EXPECT_EQ(spk_inspection_portal_url(spk_document_record(document.get(), 1), &url, nullptr, nullptr),
            SPK_VALUE_ABSENT);
}

TEST_F(CapiTest, ADocumentIsReadByManyThreads) {
  const Outcome outcome = send(client_, make_request(SPK_SPECTORA_INSPECTIONS_LIST));
  ASSERT_EQ(outcome.status, SPK_OK);
  const auto read_all = [&] {
    std::string all;
    for (size_t at = 0; at < spk_document_record_count(outcome.document.get()); ++at) {
      all += attribute(spk_document_record(outcome.document.get(), at), "full_address");
    }
    return all;
  };
  std::vector<std::string> read(4);
  std::vector<std::thread> threads;
  for (std::string& text : read) threads.emplace_back([&] { text = read_all(); });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& text : read) EXPECT_EQ(text, read_all());
}

TEST_F(CapiTest, HeadersAreFoundInAnyCase) {
  const Outcome outcome = send(client_, get_inspection(kInspection));
  size_t length = 0;
  const char* type = spk_document_header(outcome.document.get(), "CONTENT-type", SPK_NUL, &length);
  ASSERT_NE(type, nullptr);
  EXPECT_NE(std::string(type, length).find("json"), std::string::npos);
  EXPECT_EQ(spk_document_header(outcome.document.get(), "X-Not-Sent", SPK_NUL, &length), nullptr);
}

TEST(ValueTest, NothingIsReadFromNoDocument) {
  const spk_value nothing = spk_document_root(nullptr);
  EXPECT_EQ(spk_value_get_kind(nothing), SPK_VALUE_KIND_ABSENT);
  EXPECT_EQ(spk_value_get_kind(spk_value_member(nothing, "a", 1)), SPK_VALUE_KIND_ABSENT);
  EXPECT_EQ(spk_value_get_kind(spk_value_next(nothing)), SPK_VALUE_KIND_ABSENT);
  EXPECT_EQ(spk_resource_related_count(nothing, "a", 1), 0u);
  int64_t number = 7;
  EXPECT_EQ(spk_value_int64(nothing, &number, nullptr), SPK_VALUE_ABSENT);
  EXPECT_EQ(number, 0);
  size_t length = 7;
  EXPECT_EQ(spk_value_raw(nothing, &length), nullptr);
  EXPECT_EQ(length, 0u);
}

}  // namespace
}  // namespace spectrakit::tests
