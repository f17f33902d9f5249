#pragma once

#include <string_view>

#include "interpreter.h"

namespace spectrakit::python {

/// The UTF-8 of a str, which must outlive the view. Raises TypeError for anything else, and names `what` it is.
inline std::string_view utf8(py::handle text, const char* what) {
  if (PyUnicode_Check(text.ptr()) == 0) {
    PyErr_Format(PyExc_TypeError, "%s must be a str, not %.100s", what, Py_TYPE(text.ptr())->tp_name);
    throw py::error_already_set();
  }
  Py_ssize_t length = 0;
  const char* const start = PyUnicode_AsUTF8AndSize(text.ptr(), &length);
  if (start == nullptr) throw py::error_already_set();
  return {start, static_cast<size_t>(length)};
}

/// The UTF-8 of a path: a str or an os.PathLike.
inline std::string path_utf8(py::handle path) {
  const auto plain = py::reinterpret_steal<py::object>(PyOS_FSPath(path.ptr()));
  if (!plain) throw py::error_already_set();
  if (PyBytes_Check(plain.ptr()) != 0) return plain.cast<std::string>();
  // A name that is no UTF-8 stands in a str with surrogates in place of the bytes.
  const auto encoded = py::reinterpret_steal<py::object>(PyUnicode_EncodeFSDefault(plain.ptr()));
  if (!encoded) throw py::error_already_set();
  return encoded.cast<std::string>();
}

}  // namespace spectrakit::python
