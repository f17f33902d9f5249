#ifndef SPECTRAKIT_TOOLS_SANDBOX_SEED_PLAN_H
#define SPECTRAKIT_TOOLS_SANDBOX_SEED_PLAN_H

#include <cstdint>

namespace spectrakit::sandbox {

/// How large one made-up company is, and where the ids of its records begin. Each kind of record runs without a gap.
struct SeedPlan {
  int64_t company_id = 4'201;
  /// How many companies come before it.
  int64_t company_number = 0;
  int64_t connection_count = 320;
  int64_t contact_count = 1'000;
  int64_t inspection_count = 2'000;
  int64_t first_connection_id = 500'001;
  int64_t first_contact_id = 700'001;
  /// In the order of the scheduled times.
  int64_t first_inspection_id = 10'000'001;
  int64_t first_assignment_id = 20'000'001;
  int64_t first_inspector_id = 901;
  int64_t first_agent_team_id = 151;
  /// The global records behind connections and contacts.
  int64_t first_agent_id = 310'001;
  int64_t first_buyer_id = 820'001;
};

}  // namespace spectrakit::sandbox

#endif
