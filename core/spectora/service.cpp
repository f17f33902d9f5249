#include "spectora/service.h"

#include "spectora/generated/operations.h"

namespace spectrakit::spectora {

const Service& service() {
  static const Service instance{"spectora", kDefaultBaseUrl, "SPECTORA_API_KEY", operations(), "data"};
  return instance;
}

}  // namespace spectrakit::spectora
