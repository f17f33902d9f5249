#pragma once

#include "handle.h"

namespace spectrakit::python {

/// What to ask, filled by Python.
class Request {
 public:
  explicit Request(spk_operation operation);
  Request(py::str method, py::str path);

  void set_parameter(py::str name, py::object value);
  void add_parameter(py::str name, py::object value);
  void add_query(py::str name, py::object value);
  void set_header(py::str name, py::object value);
  /// None, a bool, an int or a str as they are; anything else as the JSON that the module json makes of it.
  void set_attribute(py::str name, py::object value);
  void set_file(py::str name, py::object path, py::object file_name);
  void set_file_bytes(py::str name, py::buffer content, py::str file_name);
  void set_body(py::str content_type, py::bytes body);

  const spk_request* get() const { return handle_.get(); }

 private:
  RequestHandle handle_;
};

void add_request(py::module_& module);

}  // namespace spectrakit::python
