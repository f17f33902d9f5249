#include "boundary.h"
#include "json/writer.h"

using spectrakit::ErrorPtr;
using spectrakit::make_error;
using spectrakit::Status;
using spectrakit::capi::guarded;
using spectrakit::capi::guarded_status;
using spectrakit::capi::hand_over_error;
using spectrakit::capi::hand_over_result;
using spectrakit::capi::required;
using spectrakit::capi::string_in;

spk_status spk_call_options_create(spk_call_options** options, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(options, "options") = nullptr;
    *options = new spk_call_options;
    return nullptr;
  });
}

spk_status spk_call_options_set_deadline_ms(spk_call_options* options, int64_t deadline_ms, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(options, "options").deadline_ms = deadline_ms;
    return nullptr;
  });
}

spk_status spk_call_options_set_max_retries(spk_call_options* options, uint32_t retries, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(options, "options").max_retries = retries;
    return nullptr;
  });
}

spk_status spk_call_options_set_feature(spk_call_options* options, const char* feature, size_t length,
                                        spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    constexpr size_t kMostBytes = 100;
    required(options, "options");
    const std::string_view text = string_in(feature, length, "feature");
    if (text.size() > kMostBytes || text.find('\0') != std::string_view::npos || !spectrakit::json::is_utf8(text)) {
      return make_error(Status::invalid_argument, "a feature is at most 100 bytes of UTF-8 without a NUL");
    }
    options->feature = text;
    return nullptr;
  });
}

spk_status spk_call_options_set_completion_callback(spk_call_options* options, spk_completion_callback callback,
                                                    void* user_data, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    if (required(options, "options").queue) {
      return make_error(Status::invalid_state, "these options report to a queue already");
    }
    options->completion_callback = callback;
    options->completion_user_data = user_data;
    return nullptr;
  });
}

spk_status spk_call_options_set_progress_callback(spk_call_options* options, spk_progress_callback callback,
                                                  void* user_data, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(options, "options").progress_callback = callback;
    options->progress_user_data = user_data;
    return nullptr;
  });
}

spk_status spk_call_options_set_queue(spk_call_options* options, spk_queue* queue, void* user_data, int with_progress,
                                      spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    if (required(options, "options").completion_callback != nullptr) {
      return make_error(Status::invalid_state, "these options report to a callback already");
    }
    options->queue = required(queue, "queue").queue;
    options->queue_user_data = user_data;
    options->queue_progress = with_progress != 0;
    return nullptr;
  });
}

void spk_call_options_destroy(spk_call_options* options) {
  delete options;
}

spk_status spk_call_wait(spk_call* call, int64_t timeout_ms, spk_error** error) {
  return guarded(error, [&] { return required(call, "call").call->wait(timeout_ms); });
}

spk_status spk_call_take_result(spk_call* call, spk_document** document, spk_error** error) {
  return guarded_status(error, [&]() -> spk_status {
    if (document != nullptr) *document = nullptr;
    if (ErrorPtr failure = required(call, "call").call->check_fork()) return hand_over_error(std::move(failure), error);
    std::optional<spectrakit::CallResult> result = call->call->take_result();
    if (result) return hand_over_result(std::move(*result), document, error);
    return hand_over_error(make_error(Status::invalid_state,
                                      "there is no outcome to take: the call still runs, reports to a callback or "
                                      "queue, or its outcome was taken already"),
                           error);
  });
}

spk_status spk_call_cancel(spk_call* call, spk_error** error) {
  return guarded(error, [&] { return required(call, "call").call->cancel(); });
}

void spk_call_destroy(spk_call* call) {
  delete call;
}
