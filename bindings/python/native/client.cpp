#include "client.h"

#include "attempts.h"
#include "client_options.h"
#include "document.h"
#include "failure.h"
#include "text.h"

namespace spectrakit::python {
namespace {

/// So long a Ctrl-C may have to wait.
constexpr int kSliceMs = 200;

ClientHandle make_client(spk_service service, const Engine* engine, const py::dict& options, int log_level,
                         const Queue& log_queue) {
  const ClientOptionsHandle made = make_client_options(service, options);
  call(spk_client_options_set_log_queue, made.get(), log_level, log_queue.get(), nullptr);
  spk_client* client = nullptr;
  call_without_gil(spk_client_create, engine != nullptr ? engine->get() : nullptr,
                   static_cast<const spk_client_options*>(made.get()), &client);
  return ClientHandle(client);
}

const char* gate_name(spk_gate gate) {
  if (gate == SPK_GATE_CLOSED) return "closed";
  return gate == SPK_GATE_PROBING ? "probing" : "open";
}

/// How a call ended: a document or an exception.
struct Outcome {
  bool is_known() const { return document || exception; }

  /// What the call gives, or raises.
  py::object value() && {
    if (document) return std::move(document);
    set_exception(exception);
    throw py::error_already_set();
  }

  /// To what ended the wait for the call, so that nobody misses a write that has happened, or may have.
  void add_to(py::error_already_set& failure) const {
    if (exception) PyException_SetCause(failure.value().ptr(), exception.inc_ref().ptr());
    if (document) py::setattr(failure.value(), "_spectrakit_document", document);
  }

  py::object document;
  py::object exception;
};

Outcome take_outcome(spk_call* complete) {
  spk_document* document = nullptr;
  spk_error* error = nullptr;
  spk_call_take_result(complete, &document, &error);
  const ErrorHandle error_owner(error);
  DocumentHandle document_owner(document);
  if (error != nullptr) return {{}, to_exception(*error)};
  return {make_document(std::move(document_owner)), {}};
}

/// The outcome among a queue's events; an unknown one when it is not there yet.
Outcome completion_in(const py::list& events) {
  for (const py::handle event : events) {
    if (event[py::int_(0)].cast<spk_event_kind>() != SPK_EVENT_COMPLETION) continue;
    const py::object document = event[py::int_(2)];
    if (!document.is_none()) return {document, {}};
    return {{}, event[py::int_(3)]};
  }
  return {};
}

void tell_progress(const py::list& events, const py::object& on_progress) {
  for (const py::handle event : events) {
    if (event[py::int_(0)].cast<spk_event_kind>() != SPK_EVENT_PROGRESS) continue;
    call_python(on_progress, py::make_tuple(event[py::int_(2)], event[py::int_(3)]));
  }
}

}  // namespace

Client::Client(spk_service service, const Engine* engine, const py::dict& options, int log_level, py::object on_log)
    : on_log_(std::move(on_log)), handle_(make_client(service, engine, options, log_level, log_queue_)) {}

py::object Client::send(const Request& request, const CallOptions& options) {
  const CallOptionsHandle made = options.make(nullptr, 0, false);
  spk_call* running = nullptr;
  call(spk_client_start, handle_.get(), request.get(), static_cast<const spk_call_options*>(made.get()), &running);
  return wait_for(CallHandle(running));
}

py::object Client::wait_for(CallHandle running) {
  spk_call* const waited_for = running.get();
  const auto runs_on = [&] {
    return without_gil([&] { return spk_call_wait(waited_for, kSliceMs, nullptr); }) == SPK_WAIT_TIMED_OUT;
  };
  Outcome outcome;
  try {
    while (runs_on()) look_around();
    outcome = take_outcome(waited_for);
    look_around();
  } catch (py::error_already_set& failure) {
    if (!outcome.is_known()) {
      spk_call_cancel(waited_for, nullptr);
      if (!runs_on()) outcome = take_outcome(waited_for);
    }
    outcome.add_to(failure);
    throw;
  }
  return std::move(outcome).value();
}

py::object Client::send_with_progress(const Request& request, const CallOptions& options,
                                      const py::object& on_progress) {
  const Queue queue;
  const CallOptionsHandle made = options.make(&queue, 0, true);
  spk_call* started = nullptr;
  call(spk_client_start, handle_.get(), request.get(), static_cast<const spk_call_options*>(made.get()), &started);
  const CallHandle running(started);
  Outcome outcome;
  try {
    while (!outcome.is_known()) {
      queue.wait(kSliceMs);
      const py::list events = queue.drain();
      outcome = completion_in(events);
      look_around();
      tell_progress(events, on_progress);
    }
  } catch (py::error_already_set& failure) {
    if (!outcome.is_known()) {
      spk_call_cancel(running.get(), nullptr);
      queue.wait(kSliceMs);
      outcome = completion_in(queue.drain());
    }
    outcome.add_to(failure);
    throw;
  }
  return std::move(outcome).value();
}

void Client::look_around() {
  leave_at_exit();
  // Before the log: a signal's handler may raise in its first line, and the others would be lost.
  check_signals();
  deliver_log();
}

std::unique_ptr<Call> Client::start(const Request& request, const CallOptions& options, const Queue& queue,
                                    uintptr_t key, bool with_progress) {
  const CallOptionsHandle made = options.make(&queue, key, with_progress);
  spk_call* running = nullptr;
  call(spk_client_start, handle_.get(), request.get(), static_cast<const spk_call_options*>(made.get()), &running);
  return std::make_unique<Call>(CallHandle(running));
}

void Client::set_key(py::str key) {
  const std::string_view text = utf8(key, "api_key");
  call_without_gil(spk_client_set_key, handle_.get(), text.data(), text.size());
}

void Client::close(py::object timeout_s) {
  close_in_slices(spk_client_close, handle_.get(), to_milliseconds("timeout_s", timeout_s));
  deliver_log();
}

py::dict Client::usage() {
  spk_usage* made = nullptr;
  call_without_gil(spk_client_usage, handle_.get(), &made);
  const UsageHandle owner(made);
  py::dict features;
  for (size_t at = 0; at < spk_usage_feature_count(made); ++at) {
    features[text(spk_usage_feature_name, made, at)] = spk_usage_feature_calls(made, at);
  }
  py::dict usage;
  usage["month"] = text(spk_usage_month, made);
  usage["calls"] = spk_usage_calls(made);
  usage["forecast_calls"] = spk_usage_forecast_calls(made);
  usage["quota"] = spk_usage_quota(made);
  usage["features"] = features;
  usage["gate"] = gate_name(spk_usage_gate(made));
  usage["gate_opens_in_s"] = static_cast<double>(spk_usage_gate_opens_in_ms(made)) / kMillisecondsInSecond;
  return usage;
}

py::str Client::ca_store() const {
  return text(spk_client_ca_store, handle_.get());
}

py::str Client::proxy() const {
  return text(spk_client_proxy, handle_.get());
}

void Client::deliver_log() {
  for (const py::handle event : log_queue_.drain()) {
    const auto parts = py::reinterpret_borrow<py::tuple>(event);
    try {
      call_python(on_log_, py::make_tuple(parts[1], parts[2], parts[3], parts[4], parts[5]));
    } catch (py::error_already_set& failure) {
      // A log handler that raises is no reason to lose the answer to a write. Ctrl-C is.
      if (!failure.matches(PyExc_Exception)) throw;
      failure.discard_as_unraisable("spectrakit's log");
    }
  }
}

void Call::cancel() {
  call(spk_call_cancel, handle_.get());
}

void add_client(py::module_& module) {
  module.attr("SPECTORA") = spk_service{SPK_SERVICE_SPECTORA};
  module.def("client_option_names", &client_option_names);
  py::class_<CallOptions>(module, "CallOptions").def(py::init<py::object, py::object, py::object>());
  py::class_<Call>(module, "Call").def("cancel", &Call::cancel);
  py::class_<Client, std::shared_ptr<Client>>(module, "Client")
      .def(py::init<spk_service, const Engine*, const py::dict&, int, py::object>())
      .def("send", &Client::send)
      .def("send_with_progress", &Client::send_with_progress)
      .def("start", &Client::start)
      .def("set_key", &Client::set_key)
      .def("close", &Client::close)
      .def("usage", &Client::usage)
      .def("ca_store", &Client::ca_store)
      .def("proxy", &Client::proxy)
      .def("log_fd", &Client::log_fd)
      .def("deliver_log", &Client::deliver_log);
}

}  // namespace spectrakit::python
