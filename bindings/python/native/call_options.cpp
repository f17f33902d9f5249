#include "client.h"
#include "client_options.h"
#include "failure.h"
#include "text.h"

namespace spectrakit::python {

CallOptions::CallOptions(py::object deadline_s, py::object retries, py::object used_for) {
  // Ellipsis stands for what is not set: None is a deadline, namely none.
  if (!deadline_s.is(py::ellipsis())) deadline_ms = to_milliseconds("deadline_s", deadline_s);
  if (!retries.is(py::ellipsis())) max_retries = to_number<uint32_t>("max_retries", retries);
  if (!used_for.is(py::ellipsis())) feature = std::string(utf8(used_for, "feature"));
  // Refused here, before any request is built with them.
  make(nullptr, 0, false);
}

CallOptionsHandle CallOptions::make(const Queue* queue, uintptr_t key, bool with_progress) const {
  auto made = python::make<CallOptionsHandle>(spk_call_options_create);
  if (deadline_ms) call(spk_call_options_set_deadline_ms, made.get(), *deadline_ms);
  if (max_retries) call(spk_call_options_set_max_retries, made.get(), *max_retries);
  if (feature) call(spk_call_options_set_feature, made.get(), feature->data(), feature->size());
  if (queue != nullptr) {
    call(spk_call_options_set_queue, made.get(), queue->get(), to_user_data(key), with_progress ? 1 : 0);
  }
  return made;
}

}  // namespace spectrakit::python
