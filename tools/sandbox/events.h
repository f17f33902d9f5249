#ifndef SPECTRAKIT_TOOLS_SANDBOX_EVENTS_H
#define SPECTRAKIT_TOOLS_SANDBOX_EVENTS_H

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "sandbox/database.h"

namespace spectrakit::sandbox {

/// Enters that this happened now: "inspection.canceled" and so on. In the transaction that made it happen.
void record_event(Database& database, const std::string& type, int64_t object_id, int64_t company_id);

/// At most `limit` events after the one with the id `after`, oldest first.
nlohmann::ordered_json list_events(Database& database, int64_t after, int64_t limit);

}  // namespace spectrakit::sandbox

#endif
