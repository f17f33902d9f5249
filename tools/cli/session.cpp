#include "session.h"

#include <cstdlib>

namespace spectrakit::cli {

using support::call;
using support::make;

namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace

support::RequestHandle make_request(spk_operation operation) {
  return make<support::RequestHandle>(spk_request_create, operation);
}

void set_parameter(spk_request* request, std::string_view name, std::string_view value) {
  call(spk_request_set_parameter, request, name.data(), name.size(), value.data(), value.size());
}

void add_parameter(spk_request* request, std::string_view name, std::string_view value) {
  call(spk_request_add_parameter, request, name.data(), name.size(), value.data(), value.size());
}

void set_attribute(spk_request* request, std::string_view name, std::string_view value) {
  call(spk_request_set_attribute, request, name.data(), name.size(), value.data(), value.size());
}

Session::Session(const ConnectionOptions& options) {
  const std::string key = environment("SPECTORA_API_KEY");
  if (key.empty()) throw UsageError("SPECTORA_API_KEY is not set; it holds the API key of your company");
  const std::string base_url = options.base_url.empty() ? environment("SPECTORA_BASE_URL") : options.base_url;

  const auto client_options = make<support::ClientOptionsHandle>(spk_client_options_create, SPK_SERVICE_SPECTORA);
  call(spk_client_options_set_api_key, client_options.get(), key.data(), key.size());
  if (!base_url.empty()) {
    call(spk_client_options_set_base_url, client_options.get(), base_url.data(), base_url.size());
  }
  queue_ = make<support::QueueHandle>(spk_queue_create);
  client_ = make<support::ClientHandle>(spk_client_create, nullptr, client_options.get());
}

support::DocumentHandle Session::send(const spk_request* request, const ProgressCallback& on_progress) {
  const auto options = queued_call_options(static_cast<bool>(on_progress));
  const auto started = make<support::CallHandle>(spk_client_start, client_.get(), request, options.get());
  return wait_for_result(started.get(), on_progress);
}

void Session::walk_pages(const spk_request* request, const PageCallback& take) {
  const auto options = queued_call_options(false);
  const auto pager =
      make<support::PagerHandle>(spk_pager_create, client_.get(), request, options.get(), nullptr, std::size_t{0});
  try {
    bool wants_more = true;
    while (wants_more) {
      const auto started = make<support::CallHandle>(spk_pager_start_next, pager.get());
      const auto page = wait_for_result(started.get(), {});
      if (interrupted_by_ != 0) throw Interrupted{interrupted_by_, false};
      wants_more = take(page.get());
    }
  } catch (const support::Failure& failure) {
    if (failure.status() != SPK_END) throw;
  }
}

support::CallOptionsHandle Session::queued_call_options(bool with_progress) const {
  auto options = make<support::CallOptionsHandle>(spk_call_options_create);
  call(spk_call_options_set_queue, options.get(), queue_.get(), nullptr, with_progress ? 1 : 0);
  return options;
}

support::DocumentHandle Session::wait_for_result(spk_call* running_call, const ProgressCallback& on_progress) {
  while (true) {
    const support::EventHandle event = next_event(running_call);
    if (spk_event_get_kind(event.get()) == SPK_EVENT_PROGRESS) {
      if (on_progress) on_progress(spk_event_sent_bytes(event.get()), spk_event_total_bytes(event.get()));
      continue;
    }
    try {
      // When the answer was faster than the interrupt, what it says is worth more.
      return make<support::DocumentHandle>(spk_event_take_result, event.get());
    } catch (const support::Failure& failure) {
      if (interrupted_by_ != 0) throw Interrupted{interrupted_by_, failure.status() == SPK_AMBIGUOUS_WRITE};
      throw;
    }
  }
}

support::EventHandle Session::next_event(spk_call* running_call) {
  while (true) {
    spk_event* event = nullptr;
    if (spk_queue_drain(queue_.get(), &event, 1) == 1) return support::EventHandle(event);
    if (const auto signal_number = interrupts_.wait_readable(spk_queue_fd(queue_.get()))) {
      interrupted_by_ = *signal_number;
      // Whatever state the call is in, it now ends at once and its completion comes through the queue.
      call(spk_call_cancel, running_call);
    }
  }
}

}  // namespace spectrakit::cli
