#include "base/descriptor.h"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace spectrakit {

Descriptor::Descriptor(int descriptor, const char* what) : descriptor_(descriptor) {
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), what);
}

Descriptor::~Descriptor() {
  close(descriptor_);
}

}  // namespace spectrakit
