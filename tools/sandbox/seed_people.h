#ifndef SPECTRAKIT_TOOLS_SANDBOX_SEED_PEOPLE_H
#define SPECTRAKIT_TOOLS_SANDBOX_SEED_PEOPLE_H

#include "sandbox/database.h"
#include "sandbox/seed_plan.h"
#include "sandbox/seed_random.h"

namespace spectrakit::sandbox {

/// Inspectors, teams, agents with their global records, and clients with theirs. Every eighth agent and client of a
/// company but the first shares the global record of one of the first company's, as people who move about do.
void seed_people(Database& database, SeedRandom& random, const SeedPlan& plan);

}  // namespace spectrakit::sandbox

#endif
