#pragma once

#include "handle.h"

namespace spectrakit::python {

constexpr double kMillisecondsInSecond = 1e3;

/// The attempts of a document or error as a list of dicts.
py::list attempts_of(const spk_document& document);
py::list attempts_of(const spk_error& error);

}  // namespace spectrakit::python
