#include "session.h"

namespace spectrakit::cli {

using support::call;
using support::make;

Session::Session(const Connection& connection, CallObserver& observer) : observer_(observer) {
  queue_ = make<support::QueueHandle>(spk_queue_create);
  client_ = make_client(connection, [this](spk_client_options* options) {
    call(spk_client_options_set_log_queue, options, observer_.log_level(), queue_.get(), nullptr);
  });
}

Session::~Session() {
  // Once it is closed nobody else holds the client, so that its end, which completes the ledger, is here and now.
  constexpr std::int64_t kCloseTimeoutMs = 5'000;
  spk_client_close(client_.get(), kCloseTimeoutMs, nullptr);
  drain_log();
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
      std::size_t cursor_length = 0;
      spk_pager_cursor(pager.get(), &cursor_length);
      wants_more = take(page.get(), cursor_length == 0);
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
    switch (spk_event_get_kind(event.get())) {
      case SPK_EVENT_PROGRESS:
        if (on_progress) on_progress(spk_event_sent_bytes(event.get()), spk_event_total_bytes(event.get()));
        break;
      case SPK_EVENT_LOG:
        hand_on_log(event.get());
        break;
      default:
        return take_result(event.get());
    }
  }
}

support::DocumentHandle Session::take_result(spk_event* event) {
  try {
    // When the answer was faster than the interrupt, what it says is worth more.
    auto answer = make<support::DocumentHandle>(spk_event_take_result, event);
    observer_.on_answer(answer.get());
    return answer;
  } catch (const support::Failure& failure) {
    // The end of a list is no outcome of a call.
    if (failure.error() != nullptr && failure.status() != SPK_END) observer_.on_failure(failure.error());
    if (interrupted_by_ != 0) throw Interrupted{interrupted_by_, failure.status() == SPK_AMBIGUOUS_WRITE};
    throw;
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

void Session::drain_log() {
  spk_event* event = nullptr;
  while (spk_queue_drain(queue_.get(), &event, 1) == 1) {
    const support::EventHandle owner(event);
    if (spk_event_get_kind(event) == SPK_EVENT_LOG) hand_on_log(event);
  }
}

void Session::hand_on_log(const spk_event* event) {
  observer_.on_log(spk_event_log_name(event, nullptr), spk_event_log_text(event, nullptr));
}

}  // namespace spectrakit::cli
