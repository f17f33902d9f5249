#pragma once

#include "interpreter.h"
#include "spectrakit.h"

namespace spectrakit::python {

/**
 * Makes the types of records and of what reads them, by hand and without pybind11: programs walk thousands of records,
 * and an attribute is read in a tenth of the time.
 *
 *   Record      a resource of an answer; holds its Document. The base of the typed models.
 *   Attribute   a descriptor in a model: the attribute of that name, decoded when it is read.
 *   Relation    a descriptor in a model: the included record, or the list of them.
 */
void add_record_types(py::module_& module);

/// Which model stands for a resource type: a dict from str to a subclass of Record. Record for all others.
void set_models(py::dict models);

/// A record that keeps `document` alive: a new reference, or nullptr with an exception set.
PyObject* make_record(PyObject* document, spk_value resource);

/// The records that an answer carries, as a list.
PyObject* make_records(PyObject* document);

}  // namespace spectrakit::python
