#ifndef SPECTRAKIT_TOOLS_SANDBOX_PERMISSIONS_H
#define SPECTRAKIT_TOOLS_SANDBOX_PERMISSIONS_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spectrakit::sandbox {

/// What a user may do with a kind of record, and so may their keys. A set of them is the sum of its members.
enum Permission : uint32_t {
  kReadAgents = 1,
  kWriteAgents = 2,
  kReadClients = 4,
  kWriteClients = 8,
  kReadInspections = 16,
  kReadAttachments = 32,
  kWriteAttachments = 64,
};
using Permissions = uint32_t;
constexpr Permissions kAllPermissions = 127;

/// 0 for a name that is none.
Permissions permission_named(std::string_view name);
/// "agents:read" and so on.
std::vector<std::string> permission_names(Permissions permissions);

}  // namespace spectrakit::sandbox

#endif
