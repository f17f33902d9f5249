#include <poll.h>

#include <set>
#include <vector>

#include "capi_test.h"

namespace spectrakit::tests {
namespace {

bool is_readable(const Queue& queue, int timeout_ms) {
  pollfd descriptor{spk_queue_fd(queue.get()), POLLIN, 0};
  return poll(&descriptor, 1, timeout_ms) == 1;
}

class QueueTest : public CapiTest {
 protected:
  QueueTest() {
    spk_queue* queue = nullptr;
    EXPECT_EQ(spk_queue_create(&queue, nullptr), SPK_OK);
    queue_.reset(queue);
  }

  CallOptions options_for(void* user_data, bool with_progress = false) {
    CallOptions options = make_call_options();
    EXPECT_EQ(spk_call_options_set_queue(options.get(), queue_.get(), user_data, with_progress, nullptr), SPK_OK);
    return options;
  }

  Queue queue_;
};

TEST_F(QueueTest, IsReadableExactlyWhileEventsWait) {
  EXPECT_FALSE(is_readable(queue_, 0));
  const Request request = get_inspection(kInspection);
  std::vector<int> marks(40);
  for (int& mark : marks) start(client_, request, options_for(&mark)).reset();
  std::set<void*> seen;
  while (seen.size() < marks.size()) {
    ASSERT_TRUE(is_readable(queue_, 20'000));
    spk_event* events[7];
    const size_t count = spk_queue_drain(queue_.get(), events, 7);
    ASSERT_GE(count, 1u);
    for (size_t at = 0; at < count; ++at) {
      const Event event(events[at]);
      EXPECT_EQ(spk_event_get_kind(event.get()), SPK_EVENT_COMPLETION);
      EXPECT_TRUE(seen.insert(spk_event_user_data(event.get())).second);
      spk_document* document = nullptr;
      EXPECT_EQ(spk_event_take_result(event.get(), &document, nullptr), SPK_OK);
      spk_document_destroy(document);
      EXPECT_EQ(spk_event_take_result(event.get(), &document, nullptr), SPK_INVALID_STATE);
    }
  }
  EXPECT_FALSE(is_readable(queue_, 0));
}

TEST_F(QueueTest, ProgressThatNobodyTakesDoesNotPileUp) {
  const std::string bytes(8 * 1024 * 1024, 'x');
  const Call call = start(client_, upload_bytes(bytes), options_for(this, true));
  ASSERT_EQ(spk_call_wait(call.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  spk_event* events[10];
  const size_t count = spk_queue_drain(queue_.get(), events, 10);
  ASSERT_EQ(count, 2u);
  const Event progress(events[0]);
  const Event completion(events[1]);
  EXPECT_EQ(spk_event_get_kind(progress.get()), SPK_EVENT_PROGRESS);
  EXPECT_EQ(spk_event_sent_bytes(progress.get()), spk_event_total_bytes(progress.get()));
  EXPECT_GT(spk_event_total_bytes(progress.get()), bytes.size());
  EXPECT_EQ(spk_event_get_kind(completion.get()), SPK_EVENT_COMPLETION);
  EXPECT_EQ(spk_event_user_data(completion.get()), this);
}

TEST_F(QueueTest, EventsThatNobodyTookGoWithTheQueue) {
  const Call call = start(client_, get_inspection(kInspection), options_for(nullptr));
  ASSERT_EQ(spk_call_wait(call.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  queue_.reset();
}

TEST_F(QueueTest, ACallReportsToOnePlaceOnly) {
  const CallOptions options = options_for(nullptr);
  const auto callback = [](void*, spk_status, spk_document*, spk_error*) {};
  EXPECT_EQ(spk_call_options_set_completion_callback(options.get(), callback, nullptr, nullptr), SPK_INVALID_STATE);
}

}  // namespace
}  // namespace spectrakit::tests
