#include "client.h"
#include "document.h"
#include "failure.h"
#include "interpreter.h"
#include "pager.h"
#include "queue.h"
#include "record.h"
#include "request.h"

PYBIND11_MODULE(_native_anywhere, module) {
  using namespace spectrakit::python;
  module.attr("version") = spk_version();
  module.def("begin_exit", &begin_exit);
  module.def("set_exception_factory", &set_exception_factory);
  module.def("set_models", &set_models);
  add_document_type(module);
  add_record_types(module);
  add_queue(module);
  add_request(module);
  add_engine(module);
  add_client(module);
  add_pager(module);
}

// Records and exceptions are known once a process, so there is one interpreter for it. A free-threaded Python switches
// its lock on again for a module that says nothing of it, as this one does: it was not tested without.
extern "C" PYBIND11_EXPORT PyObject* PyInit__native() {
  if (PyInterpreterState_Get() == PyInterpreterState_Main()) return PyInit__native_anywhere();
  PyErr_SetString(PyExc_ImportError, "spectrakit works in the main interpreter only, not in a subinterpreter");
  return nullptr;
}
