#pragma once

#include <string>

#include "failure.h"
#include "handle.h"

namespace spectrakit::python {

/// The options of a client for `service` as a dict gives them by name. Raises TypeError for a name that is none.
ClientOptionsHandle make_client_options(spk_service service, const py::dict& options);

/// The names of all options.
py::list client_option_names();

/// Seconds, whole or not, as milliseconds; None is no limit. Raises InvalidArgumentError for what is no time.
int64_t to_milliseconds(const char* name, py::handle seconds);

/// A whole number. Raises TypeError for anything else, InvalidArgumentError for one that `Number` does not hold.
template <typename Number>
Number to_number(const char* name, py::handle value) {
  if (PyLong_Check(value.ptr()) == 0 || PyBool_Check(value.ptr()) != 0) {
    PyErr_Format(PyExc_TypeError, "%s must be an int, not %.100s", name, Py_TYPE(value.ptr())->tp_name);
    throw py::error_already_set();
  }
  try {
    return value.cast<Number>();
  } catch (const py::cast_error&) {
    raise_invalid_argument(std::string(name) + " is out of range");
  }
}

}  // namespace spectrakit::python
