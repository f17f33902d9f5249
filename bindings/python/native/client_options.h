#pragma once

#include "handle.h"

namespace spectrakit::python {

/// The options of a client for `service` as a dict gives them by name. Raises TypeError for a name that is none.
ClientOptionsHandle make_client_options(spk_service service, const py::dict& options);

/// The names of all options.
py::list client_option_names();

/// Seconds, whole or not, as milliseconds; None is no limit. Raises InvalidArgumentError for what is no time.
int64_t to_milliseconds(const char* name, py::handle seconds);

}  // namespace spectrakit::python
