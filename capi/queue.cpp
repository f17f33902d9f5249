#include "boundary.h"

using spectrakit::ErrorPtr;
using spectrakit::make_error;
using spectrakit::Status;
using spectrakit::capi::guarded;
using spectrakit::capi::guarded_status;
using spectrakit::capi::hand_over_error;
using spectrakit::capi::hand_over_result;
using spectrakit::capi::required;
using spectrakit::capi::string_out;

spk_status spk_queue_create(spk_queue** queue, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(queue, "queue") = nullptr;
    *queue = new spk_queue{std::make_shared<spectrakit::Queue>()};
    return nullptr;
  });
}

int spk_queue_fd(const spk_queue* queue) {
  return queue ? queue->queue->descriptor() : -1;
}

size_t spk_queue_drain(spk_queue* queue, spk_event** events, size_t capacity) {
  if (queue == nullptr || events == nullptr) return 0;
  size_t taken = 0;
  guarded(nullptr, [&]() -> ErrorPtr {
    // The handle is made first, so that no event is lost when there is no memory for it.
    auto handle = std::make_unique<spk_event>();
    for (; taken < capacity && queue->queue->drain({&handle->event, 1}) == 1; ++taken) {
      events[taken] = handle.release();
      handle = std::make_unique<spk_event>();
    }
    return nullptr;
  });
  return taken;
}

void spk_queue_destroy(spk_queue* queue) {
  delete queue;
}

spk_event_kind spk_event_get_kind(const spk_event* event) {
  return event ? static_cast<spk_event_kind>(event->event->kind) : 0;
}

void* spk_event_user_data(const spk_event* event) {
  return event ? event->event->user_data : nullptr;
}

spk_status spk_event_take_result(spk_event* event, spk_document** document, spk_error** error) {
  return guarded_status(error, [&]() -> spk_status {
    if (document != nullptr) *document = nullptr;
    const bool is_first = !required(event, "event").taken.exchange(true);
    spectrakit::CallResult& result = event->event->result;
    if (is_first && (result.response || result.error)) return hand_over_result(std::move(result), document, error);
    return hand_over_error(
        make_error(Status::invalid_state, "the event has no outcome: it tells of progress, or it was taken already"),
        error);
  });
}

uint64_t spk_event_sent_bytes(const spk_event* event) {
  return event ? event->event->sent_bytes : 0;
}

uint64_t spk_event_total_bytes(const spk_event* event) {
  return event ? event->event->total_bytes : 0;
}

spk_log_level spk_event_log_level(const spk_event* event) {
  return event ? static_cast<spk_log_level>(event->event->line.level) : 0;
}

const char* spk_event_log_name(const spk_event* event, size_t* length) {
  return string_out(event ? event->event->line.event : "", length);
}

const char* spk_event_log_text(const spk_event* event, size_t* length) {
  return string_out(event ? std::string_view(event->event->line.text) : "", length);
}

const char* spk_event_log_fields(const spk_event* event, size_t* length) {
  return string_out(event ? std::string_view(event->event->line.fields) : "", length);
}

uint64_t spk_event_log_dropped(const spk_event* event) {
  return event ? event->event->dropped_lines : 0;
}

void spk_event_destroy(spk_event* event) {
  delete event;
}
