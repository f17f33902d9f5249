#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

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

TEST_F(QueueTest, ProgressIsReportedUnderItsOwnCall) {
  int first = 0;
  int second = 0;
  const Call small = start(client_, upload_bytes(std::string(100'000, 'a')), options_for(&first, true));
  ASSERT_EQ(spk_call_wait(small.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  const Call large = start(client_, upload_bytes(std::string(300'000, 'b')), options_for(&second, true));
  ASSERT_EQ(spk_call_wait(large.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  spk_event* events[10];
  const size_t count = spk_queue_drain(queue_.get(), events, 10);
  size_t progress_events = 0;
  for (size_t at = 0; at < count; ++at) {
    const Event event(events[at]);
    if (spk_event_get_kind(event.get()) != SPK_EVENT_PROGRESS) continue;
    ++progress_events;
    const bool is_small = spk_event_user_data(event.get()) == &first;
    EXPECT_EQ(spk_event_total_bytes(event.get()) < 200'000, is_small);
  }
  EXPECT_EQ(progress_events, 2u);
}

TEST_F(QueueTest, AForkedChildTakesNothingFromItsParent) {
  const Call call = start(client_, get_inspection(kInspection), options_for(nullptr));
  ASSERT_EQ(spk_call_wait(call.get(), SPK_FOREVER_MS, nullptr), SPK_OK);
  const pid_t child = fork();
  if (child == 0) {
    spk_event* event = nullptr;
    _exit(spk_queue_drain(queue_.get(), &event, 1) == 0 ? 0 : 1);
  }
  int state = 0;
  ASSERT_EQ(waitpid(child, &state, 0), child);
  EXPECT_EQ(state, 0);
  EXPECT_TRUE(is_readable(queue_, 0));
}

}  // namespace
}  // namespace spectrakit::tests
