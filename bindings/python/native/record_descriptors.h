#pragma once

#include "interpreter.h"

namespace spectrakit::python {

/// Make the types of the descriptors that models are made of; record.h tells what they do.
py::object make_attribute_type();
py::object make_relation_type();

}  // namespace spectrakit::python
