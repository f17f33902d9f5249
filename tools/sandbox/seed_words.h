#ifndef SPECTRAKIT_TOOLS_SANDBOX_SEED_WORDS_H
#define SPECTRAKIT_TOOLS_SANDBOX_SEED_WORDS_H

#include <string>
#include <vector>

namespace spectrakit::sandbox {

struct Town {
  const char* city;
  const char* zip;
};

/// Companies behind the first one.
extern const std::vector<const char*> kCompanyNames;
extern const std::vector<const char*> kFirstNames;
extern const std::vector<const char*> kLastNames;
extern const std::vector<const char*> kAgencies;
extern const std::vector<const char*> kTeams;
extern const std::vector<const char*> kAgentTags;
extern const std::vector<const char*> kClientTags;
extern const std::vector<const char*> kStreetNames;
extern const std::vector<const char*> kStreetSuffixes;
extern const std::vector<const char*> kInspectors;
extern const std::vector<const char*> kServices;
extern const std::vector<const char*> kAddOns;
extern const std::vector<const char*> kCancelReasons;
extern const std::vector<const char*> kAccessNotes;
extern const std::vector<const char*> kPropertyNotes;
/// The towns of one metropolitan area.
extern const std::vector<Town> kTowns;

}  // namespace spectrakit::sandbox

#endif
