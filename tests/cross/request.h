#pragma once

#include <nlohmann/json.hpp>

#include "support/handles.h"
#include "support/temporary_folder.h"

namespace spectrakit::tests {

/// The number of the operation with this name, such as "inspections.get".
spk_operation operation_named(const std::string& name);

/// The request that a step's "send" or "list" describes; its file, when it comes from the disk, is made in `folder`.
/// Throws support::Failure when a part of it is refused.
support::RequestHandle build_request(const nlohmann::json& description, const TemporaryFolder& folder);

}  // namespace spectrakit::tests
