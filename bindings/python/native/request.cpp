#include "request.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "failure.h"
#include "text.h"

namespace spectrakit::python {
namespace {

RequestHandle make_raw(py::handle method, py::handle path) {
  const std::string_view method_text = utf8(method, "method");
  const std::string_view path_text = utf8(path, "path");
  return make<RequestHandle>(spk_request_create_raw, method_text.data(), method_text.size(), path_text.data(),
                             path_text.size());
}

/// For messages: a name as a C string.
const char* name_text(py::handle name) {
  return utf8(name, "name").data();
}

/// The JSON text of anything that the module json takes.
py::str json_text(py::handle name, py::handle value) {
  try {
    return py::module_::import("json").attr("dumps")(value, py::arg("allow_nan") = false);
  } catch (py::error_already_set& failure) {
    if (!failure.matches(PyExc_TypeError) && !failure.matches(PyExc_ValueError)) throw;
    PyErr_Format(PyExc_TypeError, "%s: there is no JSON for this %.100s", name_text(name),
                 Py_TYPE(value.ptr())->tp_name);
    throw py::error_already_set();
  }
}

/// An int that has 64 bits at most.
std::optional<int64_t> small_int(py::handle value) {
  if (PyLong_Check(value.ptr()) == 0) return std::nullopt;
  int overflow = 0;
  const long long number = PyLong_AsLongLongAndOverflow(value.ptr(), &overflow);
  return overflow == 0 ? std::optional<int64_t>(number) : std::nullopt;
}

void set_raw(spk_request* request, py::handle name, py::handle value) {
  const std::string_view name_view = utf8(name, "name");
  const py::str json = json_text(name, value);
  const std::string_view json_view = utf8(json, "json");
  call(spk_request_set_raw_attribute, request, name_view.data(), name_view.size(), json_view.data(), json_view.size());
}

/// Sets one of the request's named texts.
template <typename Setter>
void set_text(Setter setter, spk_request* request, py::handle name, py::handle value) {
  const std::string_view name_view = utf8(name, "name");
  const std::string_view value_view = utf8(value, name_view.data());
  call(setter, request, name_view.data(), name_view.size(), value_view.data(), value_view.size());
}

}  // namespace

Request::Request(spk_operation operation) : handle_(make<RequestHandle>(spk_request_create, operation)) {}

Request::Request(py::str method, py::str path) : handle_(make_raw(method, path)) {}

void Request::set_parameter(py::str name, py::object value) {
  set_text(spk_request_set_parameter, handle_.get(), name, value);
}

void Request::add_parameter(py::str name, py::object value) {
  set_text(spk_request_add_parameter, handle_.get(), name, value);
}

void Request::add_query(py::str name, py::object value) {
  set_text(spk_request_add_raw_query, handle_.get(), name, value);
}

void Request::set_header(py::str name, py::object value) {
  set_text(spk_request_set_raw_header, handle_.get(), name, value);
}

void Request::set_attribute(py::str name, py::object value) {
  const std::string_view name_view = utf8(name, "name");
  spk_request* const request = handle_.get();
  if (value.is_none()) {
    call(spk_request_set_attribute_null, request, name_view.data(), name_view.size());
  } else if (PyBool_Check(value.ptr()) != 0) {
    call(spk_request_set_attribute_bool, request, name_view.data(), name_view.size(), value.ptr() == Py_True ? 1 : 0);
  } else if (PyUnicode_Check(value.ptr()) != 0) {
    set_text(spk_request_set_attribute, request, name, value);
  } else if (const auto number = small_int(value)) {
    call(spk_request_set_attribute_int64, request, name_view.data(), name_view.size(), *number);
  } else {
    set_raw(request, name, value);
  }
}

void Request::set_file(py::str name, py::object path, py::object file_name) {
  const std::string_view name_view = utf8(name, "name");
  const std::string path_text = path_utf8(path);
  const std::string_view file_name_view = file_name.is_none() ? std::string_view() : utf8(file_name, "file_name");
  const char* const shown_name = file_name.is_none() ? nullptr : file_name_view.data();
  // Looks at the file, which may lie on a slow disk.
  call_without_gil(spk_request_set_file, handle_.get(), name_view.data(), name_view.size(), path_text.data(),
                   path_text.size(), shown_name, file_name_view.size());
}

void Request::set_file_bytes(py::str name, py::buffer content, py::str file_name) {
  const std::string_view name_view = utf8(name, "name");
  const std::string_view file_name_view = utf8(file_name, "file_name");
  // Bytes that lie in one row; all others, such as memoryview(b)[::-1], raise BufferError.
  Py_buffer bytes;
  if (PyObject_GetBuffer(content.ptr(), &bytes, PyBUF_SIMPLE) != 0) throw py::error_already_set();
  const std::unique_ptr<Py_buffer, decltype(&PyBuffer_Release)> owner(&bytes, &PyBuffer_Release);
  call_without_gil(spk_request_set_file_bytes, handle_.get(), name_view.data(), name_view.size(),
                   static_cast<const void*>(bytes.buf), static_cast<size_t>(bytes.len), file_name_view.data(),
                   file_name_view.size());
}

void Request::set_body(py::str content_type, py::bytes body) {
  const std::string_view type_view = utf8(content_type, "content_type");
  const auto bytes = std::string_view(body);
  call(spk_request_set_raw_body, handle_.get(), type_view.data(), type_view.size(), bytes.data(), bytes.size());
}

void add_request(py::module_& module) {
  py::class_<Request>(module, "Request")
      .def(py::init<spk_operation>())
      .def(py::init<py::str, py::str>())
      .def("set_parameter", &Request::set_parameter)
      .def("add_parameter", &Request::add_parameter)
      .def("add_query", &Request::add_query)
      .def("set_header", &Request::set_header)
      .def("set_attribute", &Request::set_attribute)
      .def("set_file", &Request::set_file)
      .def("set_file_bytes", &Request::set_file_bytes)
      .def("set_body", &Request::set_body);
}

}  // namespace spectrakit::python
