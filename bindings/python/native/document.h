#pragma once

#include "handle.h"

namespace spectrakit::python {

/// Makes the type Document and adds it to the module.
void add_document_type(py::module_& module);

/// A Document that owns `document`.
py::object make_document(DocumentHandle document);

/// Borrowed; nullptr with TypeError set when `object` is no Document.
const spk_document* document_of(PyObject* object);

}  // namespace spectrakit::python
