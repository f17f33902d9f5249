#ifndef SPECTRAKIT_TOOLS_SANDBOX_ORIGIN_GUARD_H
#define SPECTRAKIT_TOOLS_SANDBOX_ORIGIN_GUARD_H

#include <string>

#include "sandbox/router.h"

namespace spectrakit::sandbox {

/// Keeps the web pages of others from steering the sandbox. Their requests carry an `Origin` that is not the address
/// they go to, or, where a page's own name was made to lead here, a `Host` that no sandbox has.
class OriginGuard {
 public:
  /// `listening_host` is the host that the sandbox was told to listen on.
  explicit OriginGuard(std::string listening_host) : listening_host_(std::move(listening_host)) {}

  void add_to(Router& router) const;

 private:
  bool is_own_host(const std::string& host) const;

  std::string listening_host_;
};

}  // namespace spectrakit::sandbox

#endif
