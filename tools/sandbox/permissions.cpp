#include "sandbox/permissions.h"

#include <array>
#include <utility>

namespace spectrakit::sandbox {
namespace {

constexpr std::array<std::pair<Permission, std::string_view>, 7> kNames = {{{kReadAgents, "agents:read"},
                                                                            {kWriteAgents, "agents:write"},
                                                                            {kReadClients, "clients:read"},
                                                                            {kWriteClients, "clients:write"},
                                                                            {kReadInspections, "inspections:read"},
                                                                            {kReadAttachments, "attachments:read"},
                                                                            {kWriteAttachments, "attachments:write"}}};

}  // namespace

Permissions permission_named(std::string_view name) {
  for (const auto& [permission, known] : kNames) {
    if (known == name) return permission;
  }
  return 0;
}

std::vector<std::string> permission_names(Permissions permissions) {
  std::vector<std::string> names;
  for (const auto& [permission, name] : kNames) {
    if (permissions & permission) names.emplace_back(name);
  }
  return names;
}

}  // namespace spectrakit::sandbox
