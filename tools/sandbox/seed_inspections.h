#ifndef SPECTRAKIT_TOOLS_SANDBOX_SEED_INSPECTIONS_H
#define SPECTRAKIT_TOOLS_SANDBOX_SEED_INSPECTIONS_H

#include <cstdint>

#include "sandbox/database.h"
#include "sandbox/file_store.h"
#include "sandbox/seed_plan.h"
#include "sandbox/seed_random.h"

namespace spectrakit::sandbox {

/// Whether the seeded inspection with this id is cancelled: those that end in 07, 27, 47, 67 and 87, whatever the seed.
constexpr bool is_cancelled_by_seed(int64_t inspection_id) {
  return inspection_id % 20 == 7;
}

/// Three years of inspections with clients, agents, inspectors and some attachments. seed_people comes first.
/// Returns the assignment id behind the last one.
int64_t seed_inspections(Database& database, const FileStore& files, SeedRandom& random, const SeedPlan& plan);

}  // namespace spectrakit::sandbox

#endif
