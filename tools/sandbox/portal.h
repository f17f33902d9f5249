#ifndef SPECTRAKIT_TOOLS_SANDBOX_PORTAL_H
#define SPECTRAKIT_TOOLS_SANDBOX_PORTAL_H

#include <string_view>

#include "sandbox/router.h"

namespace spectrakit::sandbox {

/// The page for people at `/`, with its scripts, and the two OpenAPI documents as JSON: `/openapi.json` of what the
/// sandbox stands in for, `/_sandbox/openapi.json` of its own endpoints. All of it is inside the binary.
class Portal {
 public:
  /// Whether `path` is one of the page's files. They need no key, and neither faults nor the request log see them.
  static bool serves(std::string_view path);

  void add_routes(Router& router);
};

}  // namespace spectrakit::sandbox

#endif
