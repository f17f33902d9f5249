#include "client.h"
#include "document.h"
#include "failure.h"
#include "interpreter.h"
#include "pager.h"
#include "queue.h"
#include "record.h"
#include "request.h"

// The interpreter's own lock is needed, and one interpreter a process: neither a free-threaded build nor
// subinterpreters were tested.
PYBIND11_MODULE(_native, module) {
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
