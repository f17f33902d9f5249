#pragma once

#include <pybind11/pybind11.h>

#include <type_traits>
#include <utility>

namespace spectrakit::python {

namespace py = pybind11;

/// From here on the program ends: whoever waits for a call on another thread is ended with it.
void begin_exit();

/// Raises SystemExit, which ends a thread without a word, on a thread that outlives the program's end.
void leave_at_exit();

/// Calls into Python. Does not return when the interpreter has gone meanwhile.
py::object call_python(py::handle callable, const py::tuple& arguments);

/// Takes the GIL again. Does not return when the interpreter has gone meanwhile.
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
