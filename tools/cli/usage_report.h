#ifndef SPECTRAKIT_CLI_USAGE_REPORT_H
#define SPECTRAKIT_CLI_USAGE_REPORT_H

#include <support/handles.h>

#include <cstdint>
#include <string>

namespace spectrakit::cli {

/** What the client's key has used. Throws support::Failure. */
support::UsageHandle usage_of(spk_client* client);

/** How much of the quota is used up; 0 when there is no quota. */
std::int64_t percent_used(const spk_usage* usage);

/** The month's calls for people: "812 of 10000 (8 %)", or "812" when there is no quota. */
std::string calls_text(const spk_usage* usage);

}  // namespace spectrakit::cli

#endif
