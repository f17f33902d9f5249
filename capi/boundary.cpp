#include "boundary.h"

#include <cstring>
#include <utility>

namespace spectrakit::capi {
namespace {

std::vector<spk_attempt> wrapped(const std::vector<Attempt>& attempts) {
  std::vector<spk_attempt> copies;
  copies.reserve(attempts.size());
  for (const Attempt& attempt : attempts) copies.push_back({attempt});
  return copies;
}

void report_to_callback(spk_completion_callback callback, void* user_data, CallResult result) {
  spk_document* document = nullptr;
  spk_error* error = nullptr;
  const spk_status status = hand_over_result(std::move(result), &document, &error);
  callback(user_data, status, document, error);
}

}  // namespace

std::string_view string_in(const char* text, size_t length, const char* name) {
  if (text == nullptr && length != 0) throw BadArgument{name, "is NULL"};
  return optional_string_in(text, length, name);
}

std::string_view optional_string_in(const char* text, size_t length, const char* name) {
  if (text == nullptr) return {};
  if (length == SPK_NUL) return text;
  check_length(length, name);
  return {text, length};
}

const char* string_out(std::string_view text, size_t* length) {
  if (length != nullptr) *length = text.size();
  return text.data() == nullptr ? "" : text.data();
}

spk_status hand_over_error(ErrorPtr failure, spk_error** error) noexcept {
  if (failure == nullptr) return SPK_OK;
  const auto status = static_cast<spk_status>(failure->status);
  if (error == nullptr) return status;
  try {
    auto handle = std::make_unique<spk_error>();
    handle->attempts = wrapped(failure->attempts);
    handle->error = std::move(*failure);
    *error = handle.release();
  } catch (const std::bad_alloc&) {
    *error = nullptr;
  }
  return status;
}

spk_status hand_over_result(CallResult result, spk_document** document, spk_error** error) noexcept {
  if (document != nullptr) *document = nullptr;
  if (error != nullptr) *error = nullptr;
  if (result.error) return hand_over_error(std::move(result.error), error);
  if (document == nullptr) return SPK_OK;
  try {
    auto handle = std::make_unique<spk_document>();
    handle->attempts = wrapped(result.response->attempts);
    handle->response = std::move(result.response);
    *document = handle.release();
  } catch (const std::bad_alloc&) {
    return SPK_OUT_OF_MEMORY;
  }
  return SPK_OK;
}

CallOptions core_call_options(const spk_call_options* options) {
  CallOptions core;
  if (options == nullptr) return core;
  core.deadline_ms = options->deadline_ms;
  core.max_retries = options->max_retries;
  core.feature = options->feature;
  if (options->completion_callback != nullptr) {
    core.complete = [callback = options->completion_callback, user_data = options->completion_user_data](
                        CallResult result) { report_to_callback(callback, user_data, std::move(result)); };
  }
  // Nothing but the identity of this call among the queue's sources.
  const auto source = std::make_shared<char>();
  if (options->queue != nullptr) {
    core.complete = [queue = options->queue, user_data = options->queue_user_data, source](CallResult result) {
      queue->push_completion(source.get(), user_data, std::move(result));
    };
  }
  if (options->progress_callback != nullptr) {
    core.progress = [callback = options->progress_callback, user_data = options->progress_user_data](
                        uint64_t sent_bytes, uint64_t total_bytes) { callback(user_data, sent_bytes, total_bytes); };
  } else if (options->queue_progress) {
    core.progress = [queue = options->queue, user_data = options->queue_user_data, source](uint64_t sent_bytes,
                                                                                           uint64_t total_bytes) {
      queue->push_progress(source.get(), user_data, sent_bytes, total_bytes);
    };
  }
  return core;
}

}  // namespace spectrakit::capi
