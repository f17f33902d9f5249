#include "support/failure.h"

namespace spectrakit::support {

ExitStatus Failure::exit_status() const {
  // Above all else, a script has to know that something may have been written.
  if (spk_error_is_ambiguous(error_.get()) != 0) return kExitAmbiguousWrite;
  switch (status_) {
    case SPK_OK:
      return kExitOk;
    case SPK_INVALID_ARGUMENT:
      return kExitUsage;
    case SPK_DEADLINE_EXCEEDED:
    case SPK_CONNECTION_FAILED:
    case SPK_TLS_FAILED:
      return kExitNetwork;
    case SPK_AMBIGUOUS_WRITE:
      return kExitAmbiguousWrite;
    case SPK_API_ERROR:
    case SPK_AUTHENTICATION_FAILED:
    case SPK_PERMISSION_DENIED:
    case SPK_NOT_FOUND:
    case SPK_VALIDATION_FAILED:
    case SPK_RATE_LIMITED:
    case SPK_SERVER_ERROR:
      return kExitRefused;
    default:
      return kExitOther;
  }
}

}  // namespace spectrakit::support
