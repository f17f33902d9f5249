#ifndef SPECTRAKIT_TOOLS_SANDBOX_SEED_PEOPLE_H
#define SPECTRAKIT_TOOLS_SANDBOX_SEED_PEOPLE_H

#include <cstdint>

#include "sandbox/database.h"
#include "sandbox/seed_random.h"

namespace spectrakit::sandbox {

/// Ids run from the first one on without a gap.
constexpr int64_t kFirstConnectionId = 500'001;
constexpr int64_t kConnectionCount = 320;
constexpr int64_t kFirstContactId = 700'001;
constexpr int64_t kContactCount = 1'000;
constexpr int64_t kFirstInspectorId = 901;

/// Inspectors, agencies, teams, agents with their global records, and clients with theirs.
void seed_people(Database& database, SeedRandom& random, int64_t company_id);

}  // namespace spectrakit::sandbox

#endif
