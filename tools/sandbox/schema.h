#ifndef SPECTRAKIT_TOOLS_SANDBOX_SCHEMA_H
#define SPECTRAKIT_TOOLS_SANDBOX_SCHEMA_H

#include <cstdint>

namespace spectrakit::sandbox {

/// The tables. Times are ISO 8601 texts as they are answered; `datetime_seconds` (Unix) is there to sort by. Records
/// that the service shares between companies (agents, buyers) have no company_id.
extern const char* const kSchema;

/// The user_version of a database with these tables.
constexpr int64_t kSchemaVersion = 3;

}  // namespace spectrakit::sandbox

#endif
