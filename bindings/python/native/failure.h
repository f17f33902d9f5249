#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "handle.h"

namespace spectrakit::python {

/// Which callable makes an exception of an error's facts, which it gets as a dict.
void set_exception_factory(py::object factory);

/// The exception that stands for `error`.
py::object to_exception(const spk_error& error);

/// Makes it the exception that Python sees.
void set_exception(const py::object& exception);
/// Raises what `error` says, in place of returning.
[[noreturn]] void raise(ErrorHandle error);
/// Raises an InvalidArgumentError of our own.
[[noreturn]] void raise_invalid_argument(const std::string& message);

/// Calls a function of the C ABI that takes an error last, and raises what it reports.
template <typename Function, typename... Arguments>
void call(Function function, Arguments... arguments) {
  spk_error* error = nullptr;
  if (function(arguments..., &error) != SPK_OK) raise(ErrorHandle(error));
}

/// The same without the GIL, for what may wait or do I/O.
template <typename Function, typename... Arguments>
void call_without_gil(Function function, Arguments... arguments) {
  spk_error* error = nullptr;
  const spk_status status = without_gil([&] { return function(arguments..., &error); });
  if (status != SPK_OK) raise(ErrorHandle(error));
}

/// Calls a `_close` function in slices, between which signals are looked at. Closing again goes on waiting.
template <typename Function, typename Handle>
void close_in_slices(Function close, Handle* handle, int64_t timeout_ms) {
  constexpr int64_t kSliceMs = 200;
  for (int64_t left_ms = timeout_ms;;) {
    const int64_t slice_ms = left_ms < 0 ? kSliceMs : std::min(left_ms, kSliceMs);
    spk_error* error = nullptr;
    const spk_status status = without_gil([&] { return close(handle, slice_ms, &error); });
    ErrorHandle owner(error);
    if (status == SPK_OK) return;
    if (left_ms >= 0) left_ms -= slice_ms;
    if (status != SPK_WAIT_TIMED_OUT || left_ms == 0) raise(std::move(owner));
    check_signals();
  }
}

/// What a `_create` function makes.
template <typename Handle, typename Function, typename... Arguments>
Handle make(Function create, Arguments... arguments) {
  typename Handle::pointer made = nullptr;
  call(create, arguments..., &made);
  return Handle(made);
}

/// A borrowed string of the C ABI as a Python one. What came from a server may hold bytes that are no UTF-8.
template <typename Getter, typename... Arguments>
py::str text(Getter getter, Arguments... arguments) {
  size_t length = 0;
  const char* const start = getter(arguments..., &length);
  PyObject* const made = PyUnicode_DecodeUTF8(start, static_cast<Py_ssize_t>(length), "replace");
  if (made == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::str>(made);
}

}  // namespace spectrakit::python
