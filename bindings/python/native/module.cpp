#include <pybind11/pybind11.h>

#include "spectrakit.h"

PYBIND11_MODULE(_native, module) {
  module.attr("version") = spk_version();
}
