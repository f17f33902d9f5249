#pragma once

#include "interpreter.h"
#include "spectrakit.h"

namespace spectrakit::python {

struct RecordObject {
  PyObject_HEAD PyObject* document;
  spk_value resource;
};

/// Borrowed; nullptr with TypeError set when `object` is no record.
RecordObject* record_of(PyObject* object);

/// The record, or list of records, behind a relationship: a new reference, or nullptr with an exception set.
PyObject* related_record(RecordObject* record, const char* name, size_t length);
PyObject* related_records(RecordObject* record, const char* name, size_t length);

}  // namespace spectrakit::python
