#ifndef SPECTRAKIT_TOOLS_SANDBOX_SEED_H
#define SPECTRAKIT_TOOLS_SANDBOX_SEED_H

#include <cstdint>
#include <string>

#include "sandbox/file_store.h"
#include "sandbox/store.h"

namespace spectrakit::sandbox {

/// Fills an empty store with a made-up inspection company: its agents, clients, three years of inspections and their
/// attachments. All follows from `seed` alone. A store that holds a company already keeps it. Either way `api_key` is a
/// key of that company afterwards.
void seed_company(Store& store, const FileStore& files, uint64_t seed, const std::string& api_key);

}  // namespace spectrakit::sandbox

#endif
