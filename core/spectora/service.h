#pragma once

#include "client/service.h"

namespace spectrakit::spectora {

const Service& service();

}  // namespace spectrakit::spectora
