#include <mutex>
#include <set>

#include "capi_test.h"

namespace spectrakit::tests {
namespace {

Pager make_pager(const Client& client, const Request& request, const char* cursor = nullptr,
                 const CallOptions& options = nullptr) {
  spk_pager* pager = nullptr;
  spk_error* error = nullptr;
  EXPECT_EQ(spk_pager_create(client.get(), request.get(), options.get(), cursor, SPK_NUL, &pager, &error), SPK_OK)
      << spk_error_message(error, nullptr);
  spk_error_destroy(error);
  return Pager(pager);
}

Outcome next(const Pager& pager) {
  spk_document* page = nullptr;
  spk_error* error = nullptr;
  const spk_status status = spk_pager_next(pager.get(), &page, &error);
  return {status, Document(page), Error(error)};
}

void add_ids(const Document& page, std::multiset<std::string>& ids) {
  for (size_t at = 0; at < spk_document_record_count(page.get()); ++at) {
    ids.insert(string_of(spk_resource_id(spk_document_record(page.get(), at))));
  }
}

TEST_F(CapiTest, APagerGivesEveryRecordOnce) {
  const Request request = make_request(SPK_SPECTORA_INSPECTIONS_LIST);
  set_parameter(request, "page[size]", "150");
  const Pager pager = make_pager(client_, request);
  std::multiset<std::string> ids;
  size_t pages = 0;
  Outcome page = next(pager);
  for (; page.status == SPK_OK; page = next(pager)) {
    add_ids(page.document, ids);
    ++pages;
  }
  EXPECT_EQ(page.status, SPK_END);
  EXPECT_GE(ids.size(), 2000u);
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
  EXPECT_EQ(pages, (ids.size() + 149) / 150);
  EXPECT_EQ(received("GET").size(), pages) << "no request is made to find the end";
  EXPECT_STREQ(spk_pager_cursor(pager.get(), nullptr), "");
  EXPECT_EQ(next(pager).status, SPK_END);
}

TEST_F(CapiTest, AStoredCursorGoesOnWhereItWasTaken) {
  const Request request = make_request(SPK_SPECTORA_CLIENTS_LIST);
  std::multiset<std::string> ids;
  std::string cursor;
  {
    const Pager pager = make_pager(client_, request);
    add_ids(next(pager).document, ids);
    cursor = spk_pager_cursor(pager.get(), nullptr);
  }
  const Pager resumed = make_pager(client_, request, cursor.c_str());
  for (Outcome page = next(resumed); page.status == SPK_OK; page = next(resumed)) add_ids(page.document, ids);
  EXPECT_GE(ids.size(), 1000u);
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
}

TEST_F(CapiTest, ACursorOfAnotherRequestIsRefused) {
  const Request request = make_request(SPK_SPECTORA_CLIENTS_LIST);
  const std::string cursor = spk_pager_cursor(make_pager(client_, request).get(), nullptr);
  set_parameter(request, "filter[fulltext]", "smith");
  spk_pager* pager = nullptr;
  for (const std::string& bad : {cursor, std::string("garbage"), std::string("spk1:")}) {
    EXPECT_EQ(spk_pager_create(client_.get(), request.get(), nullptr, bad.data(), bad.size(), &pager, nullptr),
              SPK_INVALID_ARGUMENT);
    EXPECT_EQ(pager, nullptr);
  }
}

TEST_F(CapiTest, APagerIsForListsOnly) {
  spk_pager* pager = nullptr;
  EXPECT_EQ(spk_pager_create(client_.get(), get_inspection(kInspection).get(), nullptr, nullptr, 0, &pager, nullptr),
            SPK_INVALID_ARGUMENT);
}

TEST_F(CapiTest, APagersFailureStaysAndItsCursorStillPointsThere) {
  const Request request = make_request(SPK_SPECTORA_INSPECTIONS_LIST);
  const Pager pager = make_pager(client_, request);
  ASSERT_EQ(next(pager).status, SPK_OK);
  add_fault("GET", "/v2/inspections", {{"status", 403}, {"body", ""}});
  EXPECT_EQ(next(pager).status, SPK_PERMISSION_DENIED);
  const Outcome again = next(pager);
  EXPECT_EQ(again.status, SPK_PERMISSION_DENIED);
  EXPECT_EQ(spk_error_attempt_count(again.error.get()), 1u);
  EXPECT_EQ(received("GET").size(), 2u);
  const Pager resumed = make_pager(client_, request, spk_pager_cursor(pager.get(), nullptr));
  EXPECT_EQ(next(resumed).status, SPK_OK);
}

TEST_F(CapiTest, AnEmptyPageWithANextPageIsNotTheEnd) {
  add_fault(
      "GET", "/v2/inspections",
      {{"body", R"({"data":[],"meta":{"pagination":{"current":1,"next":2}}})"}, {"content_type", "application/json"}});
  const Pager pager = make_pager(client_, make_request(SPK_SPECTORA_INSPECTIONS_LIST));
  const Outcome empty = next(pager);
  ASSERT_EQ(empty.status, SPK_OK);
  EXPECT_EQ(spk_document_record_count(empty.document.get()), 0u);
  const Outcome second = next(pager);
  ASSERT_EQ(second.status, SPK_OK);
  EXPECT_GT(spk_document_record_count(second.document.get()), 0u);
  EXPECT_NE(received("GET").at(1).at("path").get<std::string>().find("page%5Bnumber%5D=2"), std::string::npos);
}

TEST_F(CapiTest, ALinkToAnotherOriginIsLoggedAndNotFollowed) {
  struct Lines {
    std::mutex mutex;
    std::string text;
  } lines;
  const auto keep = [](void* user_data, spk_log_level, const char* event, const char*, const char*) {
    auto* kept = static_cast<Lines*>(user_data);
    const std::lock_guard lock(kept->mutex);
    kept->text += std::string(event) + "\n";
  };
  const Client client = make_client(engine_, [&](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_log_callback(options, SPK_LOG_WARNING, keep, &lines, nullptr), SPK_OK);
  });
  add_fault("GET", "/v2/inspections",
            {{"body", R"({"data":[],"links":{"next":"http://127.0.0.1:1/v2/inspections?page[number]=2"}})"},
             {"content_type", "application/json"}});
  const Pager pager = make_pager(client, make_request(SPK_SPECTORA_INSPECTIONS_LIST));
  ASSERT_EQ(next(pager).status, SPK_OK);
  EXPECT_EQ(next(pager).status, SPK_OK);
  EXPECT_EQ(received("GET").size(), 2u);
  const std::lock_guard lock(lines.mutex);
  EXPECT_EQ(lines.text, "pager.foreign_link\n");
}

TEST_F(CapiTest, BehindTheLargestPageNumberThereIsNoPage) {
  add_fault("GET", "/v2/inspections",
            {{"body", R"({"data":[],"meta":{"pagination":{"next":"yes"}}})"}, {"content_type", "application/json"}});
  const Request request = make_request(SPK_SPECTORA_INSPECTIONS_LIST);
  std::string cursor = spk_pager_cursor(make_pager(client_, request).get(), nullptr);
  cursor.replace(cursor.rfind(':') + 1, std::string::npos, std::to_string(INT64_MAX));
  spk_pager* raw_pager = nullptr;
  ASSERT_EQ(spk_pager_create(client_.get(), request.get(), nullptr, cursor.data(), cursor.size(), &raw_pager, nullptr),
            SPK_OK);
  const Pager pager(raw_pager);
  EXPECT_EQ(next(pager).status, SPK_OK);
  EXPECT_STREQ(spk_pager_cursor(pager.get(), nullptr), "");
  EXPECT_EQ(next(pager).status, SPK_END);
  EXPECT_EQ(received("GET").size(), 1u);
}

TEST_F(CapiTest, WithoutAnyWordOfANextPageTheListEnds) {
  add_fault("GET", "/v2/inspections",
            {{"body", R"({"data":[{"id":"1","type":"inspection"}],"meta":{"pagination":{"next":null}}})"},
             {"content_type", "application/json"}});
  const Pager pager = make_pager(client_, make_request(SPK_SPECTORA_INSPECTIONS_LIST));
  ASSERT_EQ(next(pager).status, SPK_OK);
  EXPECT_EQ(next(pager).status, SPK_END);
  EXPECT_EQ(received("GET").size(), 1u);
}

TEST_F(CapiTest, APageCanComeThroughAQueueAndOneIsFetchedAtATime) {
  spk_queue* raw_queue = nullptr;
  ASSERT_EQ(spk_queue_create(&raw_queue, nullptr), SPK_OK);
  const Queue queue(raw_queue);
  const CallOptions options = make_call_options();
  ASSERT_EQ(spk_call_options_set_queue(options.get(), queue.get(), nullptr, 0, nullptr), SPK_OK);
  const Pager pager = make_pager(client_, make_request(SPK_SPECTORA_INSPECTIONS_LIST), nullptr, options);
  EXPECT_EQ(next(pager).status, SPK_INVALID_STATE);
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  ASSERT_EQ(spk_pager_start_next(pager.get(), nullptr, nullptr), SPK_OK);
  wait_until_received("GET", 1);
  EXPECT_EQ(spk_pager_start_next(pager.get(), nullptr, nullptr), SPK_INVALID_STATE);
  sandbox_.release();
  spk_event* event = nullptr;
  wait_until([&] { return spk_queue_drain(queue.get(), &event, 1) == 1; });
  const Event owned(event);
  spk_document* page = nullptr;
  ASSERT_EQ(spk_event_take_result(event, &page, nullptr), SPK_OK);
  EXPECT_EQ(spk_document_record_count(Document(page).get()), 200u);
}

TEST_F(CapiTest, DestroyingAPagerCancelsThePageBeingFetched) {
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  Pager pager = make_pager(client_, make_request(SPK_SPECTORA_INSPECTIONS_LIST));
  spk_call* raw_call = nullptr;
  ASSERT_EQ(spk_pager_start_next(pager.get(), &raw_call, nullptr), SPK_OK);
  const Call call(raw_call);
  wait_until_received("GET", 1);
  pager.reset();
  EXPECT_EQ(finish(call).status, SPK_CANCELLED);
}

TEST_F(CapiTest, AServiceThatRepeatsAPageIsNotFollowedForEver) {
  add_fault("GET", "/v2/inspections",
            {{"body", R"({"data":[],"meta":{"pagination":{"next":2}}})"}, {"content_type", "application/json"}}, 0);
  const Pager pager = make_pager(client_, make_request(SPK_SPECTORA_INSPECTIONS_LIST));
  EXPECT_EQ(next(pager).status, SPK_OK);
  EXPECT_EQ(next(pager).status, SPK_OK);
  const Outcome third = next(pager);
  EXPECT_EQ(third.status, SPK_MALFORMED_RESPONSE);
  EXPECT_NE(third.message().find("the same records again"), std::string::npos) << third.message();
  EXPECT_EQ(received("GET").size(), 2u);
}

TEST_F(CapiTest, ACursorThatWasBorrowedOutlivesThePagesBehindIt) {
  const Pager pager = make_pager(client_, make_request(SPK_SPECTORA_INSPECTIONS_LIST));
  const char* const first = spk_pager_cursor(pager.get(), nullptr);
  const std::string copy = first;
  while (next(pager).status == SPK_OK) {
  }
  EXPECT_EQ(first, copy);
  EXPECT_TRUE(copy.ends_with(":1"));
}

}  // namespace
}  // namespace spectrakit::tests
