#include "interpreter.h"

#include <cxxabi.h>
#include <pthread.h>
#include <unistd.h>

#include <atomic>

namespace spectrakit::python {
namespace {

std::atomic<bool> exiting{false};
pthread_t exiting_thread{};

/// Python ends a daemon thread of a dying interpreter by unwinding its stack. The native frames on the way would let go
/// of what is Python's without the GIL, which ends the process; so the thread sleeps until the process is gone.
template <typename Work>
auto without_unwinding(Work&& work) {
  try {
    return work();
  } catch (const abi::__forced_unwind&) {
    while (true) pause();
  }
}

}  // namespace

void begin_exit() {
  exiting_thread = pthread_self();
  exiting = true;
}

void leave_at_exit() {
  if (!exiting || pthread_equal(exiting_thread, pthread_self()) != 0) return;
  // The end of its call would be printed as an error that nobody can act on.
  PyErr_SetNone(PyExc_SystemExit);
  throw py::error_already_set();
}

void return_to_python(PyThreadState* state) {
  without_unwinding([state] { PyEval_RestoreThread(state); });
}

py::object call_python(py::handle callable, const py::tuple& arguments) {
  PyObject* const made = without_unwinding([&] { return PyObject_Call(callable.ptr(), arguments.ptr(), nullptr); });
  if (made == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::object>(made);
}

void check_signals() {
  if (PyErr_CheckSignals() != 0) throw py::error_already_set();
}

}  // namespace spectrakit::python
