#include "queue.h"

#include <poll.h>

#include <array>

#include "document.h"
#include "failure.h"

namespace spectrakit::python {
namespace {

/// The exception for `error`, or why there is none: whoever waits has to hear of the end either way.
py::object exception_for(const spk_error& error) {
  try {
    return to_exception(error);
  } catch (const py::error_already_set& failure) {
    return failure.value();
  }
}

py::tuple completion(spk_event* event, py::object key) {
  spk_document* document = nullptr;
  spk_error* error = nullptr;
  spk_event_take_result(event, &document, &error);
  const ErrorHandle owner(error);
  DocumentHandle document_owner(document);
  py::object answer = document != nullptr ? make_document(std::move(document_owner)) : py::object(py::none());
  py::object exception = error != nullptr ? exception_for(*error) : py::object(py::none());
  return py::make_tuple(spk_event_kind{SPK_EVENT_COMPLETION}, std::move(key), std::move(answer), std::move(exception));
}

py::tuple log_line(const spk_event* event) {
  return py::make_tuple(spk_event_kind{SPK_EVENT_LOG}, spk_event_log_level(event), text(spk_event_log_name, event),
                        text(spk_event_log_text, event), text(spk_event_log_fields, event),
                        spk_event_log_dropped(event));
}

py::tuple to_tuple(spk_event* event) {
  if (spk_event_get_kind(event) == SPK_EVENT_LOG) return log_line(event);
  py::object key = py::int_(reinterpret_cast<uintptr_t>(spk_event_user_data(event)));
  if (spk_event_get_kind(event) == SPK_EVENT_COMPLETION) return completion(event, std::move(key));
  return py::make_tuple(spk_event_kind{SPK_EVENT_PROGRESS}, std::move(key), spk_event_sent_bytes(event),
                        spk_event_total_bytes(event));
}

}  // namespace

Queue::Queue() : handle_(make<QueueHandle>(spk_queue_create)) {}

py::list Queue::drain() const {
  py::list drained;
  std::array<spk_event*, 64> events;
  size_t count = 0;
  do {
    count = spk_queue_drain(handle_.get(), events.data(), events.size());
    std::array<EventHandle, events.size()> owners;
    for (size_t at = 0; at < count; ++at) owners[at].reset(events[at]);
    for (size_t at = 0; at < count; ++at) drained.append(to_tuple(events[at]));
  } while (count == events.size());
  return drained;
}

void Queue::wait(int timeout_ms) const {
  pollfd watched{fd(), POLLIN, 0};
  without_gil([&] { poll(&watched, 1, timeout_ms); });
}

void add_queue(py::module_& module) {
  module.attr("COMPLETION") = spk_event_kind{SPK_EVENT_COMPLETION};
  py::class_<Queue>(module, "Queue")
      .def(py::init())
      .def("fd", &Queue::fd)
      .def("drain", &Queue::drain)
      .def("wait", &Queue::wait);
}

}  // namespace spectrakit::python
