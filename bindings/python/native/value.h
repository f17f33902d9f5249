#pragma once

#include "interpreter.h"
#include "spectrakit.h"

namespace spectrakit::python {

/// Whether it stands in the answer, be it null.
inline bool is_there(spk_value value) {
  return spk_value_get_kind(value) != SPK_VALUE_KIND_ABSENT;
}

/// A JSON value as Python has it, with all that is in it: a new reference, or nullptr with an exception set. A whole
/// number of any size is an int. What can not be decoded raises ValueUndecodableError.
PyObject* to_python(spk_value value);

/// The JSON text of a value as received, as a str: a new reference, or nullptr with an exception set.
PyObject* raw_text(spk_value value);

/// A date and time as an aware datetime. Whatever is no such text is given as to_python gives it.
PyObject* to_datetime(spk_value value);

}  // namespace spectrakit::python
