#pragma once

#include <pybind11/pybind11.h>

#include <type_traits>
#include <utility>

namespace spectrakit::python {

namespace py = pybind11;

/// From here on the interpreter is going down: a thread that waits without the GIL never comes back to Python.
void begin_exit();

/// Calls into Python. Does not return on a thread that must not come back.
py::object call_python(py::handle callable, const py::tuple& arguments);

/// Takes the GIL again. Does not return on a thread that must not come back.
void return_to_python(PyThreadState* state);

/// Runs `work` without the GIL. `work` touches nothing of Python and throws nothing.
template <typename Work>
auto without_gil(Work&& work) {
  PyThreadState* const state = PyEval_SaveThread();
  if constexpr (std::is_void_v<decltype(work())>) {
    work();
    return_to_python(state);
  } else {
    auto result = work();
    return_to_python(state);
    return result;
  }
}

/// Raises what a signal's handler raised, such as KeyboardInterrupt.
void check_signals();

}  // namespace spectrakit::python
