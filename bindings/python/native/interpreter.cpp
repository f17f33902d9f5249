#include "interpreter.h"

#include <pthread.h>
#include <unistd.h>

#include <atomic>

namespace spectrakit::python {
namespace {

std::atomic<bool> exiting{false};
pthread_t exiting_thread{};

}  // namespace

void begin_exit() {
  exiting_thread = pthread_self();
  exiting = true;
}

void return_to_python(PyThreadState* state) {
  // A daemon thread that asks for the GIL of a dying interpreter is ended in the middle of native frames, or prints the
  // end of its call as an error that nobody can act on. It sleeps until the process is gone instead.
  while (exiting && pthread_equal(exiting_thread, pthread_self()) == 0) pause();
  PyEval_RestoreThread(state);
}

void check_signals() {
  if (PyErr_CheckSignals() != 0) throw py::error_already_set();
}

}  // namespace spectrakit::python
