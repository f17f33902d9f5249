#include <future>
#include <mutex>

#include "capi_test.h"

namespace spectrakit::tests {
namespace {

constexpr uint32_t kAhead = 3;

/// A list of which pages are fetched ahead of the one that is read.
class PrefetchTest : public CapiTest {
 protected:
  Pager make_pager(uint32_t pages_ahead, const CallOptions& options = nullptr) {
    const Request request = make_request(SPK_SPECTORA_CLIENTS_LIST);
    set_parameter(request, "page[size]", "100");
    spk_pager* pager = nullptr;
    EXPECT_EQ(spk_pager_create(client_.get(), request.get(), options.get(), nullptr, 0, &pager, nullptr), SPK_OK);
    EXPECT_EQ(spk_pager_set_prefetch(pager, pages_ahead, nullptr), SPK_OK);
    return Pager(pager);
  }

  /// All ids of the list, read the plain way; the requests for it are forgotten.
  std::vector<std::string> expected_ids() {
    const Pager pager = make_pager(0);
    std::vector<std::string> ids = ids_of(pager);
    pages_ = received("GET").size();
    sandbox_.clear_requests();
    return ids;
  }

  static std::vector<std::string> ids_of(const Pager& pager) {
    std::vector<std::string> ids;
    spk_document* page = nullptr;
    spk_status status = SPK_OK;
    while ((status = spk_pager_next(pager.get(), &page, nullptr)) == SPK_OK) add_ids(Document(page), ids);
    EXPECT_EQ(status, SPK_END);
    return ids;
  }

  static void add_ids(const Document& page, std::vector<std::string>& ids) {
    for (size_t at = 0; at < spk_document_record_count(page.get()); ++at) {
      ids.push_back(string_of(spk_resource_id(spk_document_record(page.get(), at))));
    }
  }

  size_t pages_ = 0;
};

TEST_F(PrefetchTest, GivesAWaiterTheSameRecordsWithAsManyRequests) {
  const std::vector<std::string> expected = expected_ids();
  ASSERT_GE(pages_, 10u);
  EXPECT_EQ(ids_of(make_pager(kAhead)), expected);
  EXPECT_EQ(received("GET").size(), pages_);
}

TEST_F(PrefetchTest, FetchesSoManyPagesAheadAndNoMore) {
  const Pager pager = make_pager(kAhead);
  spk_document* page = nullptr;
  ASSERT_EQ(spk_pager_next(pager.get(), &page, nullptr), SPK_OK);
  spk_document_destroy(page);
  wait_until_received("GET", 1 + kAhead);
  // An answer to a call that is started now comes behind whatever the pager would still send.
  EXPECT_EQ(send(client_, get_inspection(kInspection)).status, SPK_OK);
  EXPECT_EQ(received("GET").size(), 1 + kAhead + 1);
  ASSERT_EQ(spk_pager_next(pager.get(), &page, nullptr), SPK_OK);
  spk_document_destroy(page);
  wait_until_received("GET", 1 + kAhead + 2);
}

TEST_F(PrefetchTest, TheCursorIsThatOfThePagesThatWereRead) {
  const Pager pager = make_pager(kAhead);
  spk_document* page = nullptr;
  ASSERT_EQ(spk_pager_next(pager.get(), &page, nullptr), SPK_OK);
  spk_document_destroy(page);
  wait_until_received("GET", 1 + kAhead);
  EXPECT_TRUE(std::string(spk_pager_cursor(pager.get(), nullptr)).ends_with(":2"));
}

/// Reads a list by callbacks: each page starts the next one.
struct CallbackReader {
  Pager pager;
  std::mutex mutex;
  std::vector<Document> pages;
  spk_status ended = SPK_OK;
  /// After so many pages the pager is destroyed in the callback.
  size_t destroy_after = SIZE_MAX;
  /// After so many pages none is started any more.
  size_t pages_wanted = SIZE_MAX;

  static void take(void* user_data, spk_status status, spk_document* document, spk_error* error) {
    auto& self = *static_cast<CallbackReader*>(user_data);
    const Error owned(error);
    const std::lock_guard lock(self.mutex);
    if (status != SPK_OK) {
      self.ended = status;
      return;
    }
    self.pages.emplace_back(document);
    if (self.pages.size() == self.destroy_after) {
      self.pager.reset();
      self.ended = SPK_END;
      return;
    }
    if (self.pages.size() >= self.pages_wanted) {
      self.ended = SPK_END;
      return;
    }
    self.ended = spk_pager_start_next(self.pager.get(), nullptr, nullptr);
  }

  bool is_done() {
    const std::lock_guard lock(mutex);
    return ended != SPK_OK;
  }
};

CallOptions callback_options(CallbackReader& reader) {
  CallOptions options = make_call_options();
  EXPECT_EQ(spk_call_options_set_completion_callback(options.get(), &CallbackReader::take, &reader, nullptr), SPK_OK);
  return options;
}

TEST_F(PrefetchTest, GivesCallbacksTheSameRecordsEachPageOnce) {
  const std::vector<std::string> expected = expected_ids();
  CallbackReader reader;
  reader.pager = make_pager(kAhead, callback_options(reader));
  ASSERT_EQ(spk_pager_start_next(reader.pager.get(), nullptr, nullptr), SPK_OK);
  wait_until([&] { return reader.is_done(); });
  EXPECT_EQ(reader.ended, SPK_END);
  std::vector<std::string> ids;
  for (const Document& page : reader.pages) add_ids(page, ids);
  EXPECT_EQ(ids, expected);
  EXPECT_EQ(received("GET").size(), pages_);
}

TEST_F(PrefetchTest, APagerThatIsDestroyedInACallbackReportsNothingMore) {
  CallbackReader reader;
  reader.destroy_after = 2;
  reader.pager = make_pager(kAhead, callback_options(reader));
  ASSERT_EQ(spk_pager_start_next(reader.pager.get(), nullptr, nullptr), SPK_OK);
  wait_until([&] { return reader.is_done(); });
  EXPECT_EQ(spk_client_close(client_.get(), 20'000, nullptr), SPK_OK);
  EXPECT_EQ(reader.pages.size(), 2u);
  EXPECT_LE(received("GET").size(), 2u + kAhead);
}

TEST_F(PrefetchTest, GivesAQueueTheSameRecordsEachPageOnce) {
  const std::vector<std::string> expected = expected_ids();
  spk_queue* raw_queue = nullptr;
  ASSERT_EQ(spk_queue_create(&raw_queue, nullptr), SPK_OK);
  const Queue queue(raw_queue);
  const CallOptions options = make_call_options();
  ASSERT_EQ(spk_call_options_set_queue(options.get(), queue.get(), nullptr, 0, nullptr), SPK_OK);
  const Pager pager = make_pager(kAhead, options);
  std::vector<std::string> ids;
  spk_status started = SPK_OK;
  while ((started = spk_pager_start_next(pager.get(), nullptr, nullptr)) == SPK_OK) {
    spk_event* raw_event = nullptr;
    wait_until([&] { return spk_queue_drain(queue.get(), &raw_event, 1) == 1; });
    const Event event(raw_event);
    spk_document* page = nullptr;
    ASSERT_EQ(spk_event_take_result(event.get(), &page, nullptr), SPK_OK);
    add_ids(Document(page), ids);
  }
  EXPECT_EQ(started, SPK_END);
  EXPECT_EQ(ids, expected);
  EXPECT_EQ(received("GET").size(), pages_);
  spk_event* further = nullptr;
  EXPECT_EQ(spk_queue_drain(queue.get(), &further, 1), 0u);
}

/// Holds the I/O thread up from a call's completion on.
class IoThreadHold {
 public:
  explicit IoThreadHold(const Client& client) {
    const CallOptions options = make_call_options();
    EXPECT_EQ(spk_call_options_set_completion_callback(options.get(), &IoThreadHold::wait, this, nullptr), SPK_OK);
    EXPECT_EQ(spk_client_start(client.get(), get_inspection("10000002").get(), options.get(), nullptr, nullptr),
              SPK_OK);
    entered_.get_future().wait();
  }
  ~IoThreadHold() { released_.set_value(); }
  IoThreadHold(const IoThreadHold&) = delete;
  IoThreadHold& operator=(const IoThreadHold&) = delete;

 private:
  static void wait(void* self, spk_status, spk_document* document, spk_error* error) {
    const Document owned_document(document);
    const Error owned_error(error);
    auto& hold = *static_cast<IoThreadHold*>(self);
    std::future<void> released = hold.released_.get_future();
    hold.entered_.set_value();
    released.wait();
  }

  std::promise<void> entered_;
  std::promise<void> released_;
};

TEST_F(PrefetchTest, APageThatIsForTheCallbackIsNotForWhoeverHoldsTheCall) {
  CallbackReader reader;
  reader.pages_wanted = 1;
  reader.pager = make_pager(1, callback_options(reader));
  ASSERT_EQ(spk_pager_start_next(reader.pager.get(), nullptr, nullptr), SPK_OK);
  wait_until([&] { return reader.is_done(); });
  wait_until_received("GET", 2);
  // An answer to a call that is started now comes behind the second page.
  EXPECT_EQ(send(client_, get_inspection(kInspection)).status, SPK_OK);
  spk_call* raw_call = nullptr;
  {
    const IoThreadHold hold(client_);
    ASSERT_EQ(spk_pager_start_next(reader.pager.get(), &raw_call, nullptr), SPK_OK);
    spk_document* document = nullptr;
    EXPECT_EQ(spk_call_take_result(raw_call, &document, nullptr), SPK_INVALID_STATE);
    EXPECT_EQ(document, nullptr);
  }
  const Call call(raw_call);
  wait_until([&] {
    const std::lock_guard lock(reader.mutex);
    return reader.pages.size() == 2;
  });
}

TEST_F(PrefetchTest, DestroyingThePagerEndsAPageThatIsFetchedAhead) {
  sandbox_.add_fault({{"match", {{"method", "GET"}, {"nth", 3}}}, {"times", 0}, {"action", {{"hold", true}}}});
  Pager pager = make_pager(kAhead);
  spk_document* page = nullptr;
  ASSERT_EQ(spk_pager_next(pager.get(), &page, nullptr), SPK_OK);
  spk_document_destroy(page);
  wait_until_received("GET", 3);
  pager.reset();
  EXPECT_EQ(spk_client_close(client_.get(), 20'000, nullptr), SPK_OK);
  EXPECT_EQ(received("GET").size(), 3u);
}

TEST_F(PrefetchTest, AStartedPageThatIsBeingFetchedAheadIsCancelledWithThePager) {
  sandbox_.add_fault({{"match", {{"method", "GET"}, {"nth", 2}}}, {"times", 0}, {"action", {{"hold", true}}}});
  Pager pager = make_pager(kAhead);
  spk_document* page = nullptr;
  ASSERT_EQ(spk_pager_next(pager.get(), &page, nullptr), SPK_OK);
  spk_document_destroy(page);
  wait_until_received("GET", 2);
  spk_call* raw_call = nullptr;
  ASSERT_EQ(spk_pager_start_next(pager.get(), &raw_call, nullptr), SPK_OK);
  const Call call(raw_call);
  EXPECT_EQ(spk_call_wait(call.get(), 0, nullptr), SPK_WAIT_TIMED_OUT);
  pager.reset();
  EXPECT_EQ(finish(call).status, SPK_CANCELLED);
}

TEST_F(PrefetchTest, AClosedClientEndsTheListAtOnce) {
  const Pager pager = make_pager(kAhead);
  spk_document* page = nullptr;
  ASSERT_EQ(spk_pager_next(pager.get(), &page, nullptr), SPK_OK);
  spk_document_destroy(page);
  ASSERT_EQ(spk_client_close(client_.get(), 20'000, nullptr), SPK_OK);
  EXPECT_EQ(spk_pager_next(pager.get(), &page, nullptr), SPK_CLOSED);
  EXPECT_EQ(page, nullptr);
}

TEST_F(PrefetchTest, IsSetBeforeTheFirstPage) {
  const Pager pager = make_pager(0);
  spk_document* page = nullptr;
  ASSERT_EQ(spk_pager_next(pager.get(), &page, nullptr), SPK_OK);
  spk_document_destroy(page);
  EXPECT_EQ(spk_pager_set_prefetch(pager.get(), kAhead, nullptr), SPK_INVALID_STATE);
  EXPECT_EQ(spk_pager_set_max_pages(pager.get(), 5, nullptr), SPK_INVALID_STATE);
  EXPECT_EQ(spk_pager_set_remove_duplicates(pager.get(), 1, nullptr), SPK_INVALID_STATE);
}

}  // namespace
}  // namespace spectrakit::tests
