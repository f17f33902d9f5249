#ifndef SPECTRAKIT_CLI_PROFILE_FILE_H
#define SPECTRAKIT_CLI_PROFILE_FILE_H

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace spectrakit::cli {

/** One company's key and what goes with it. */
struct Profile {
  std::string api_key;
  /** Empty means the service's own address. */
  std::string base_url;
  std::optional<std::uint32_t> requests_per_minute;
  std::optional<std::int64_t> monthly_quota;
  /** No further call is made once the month's quota is used up. */
  bool stops_at_quota = false;
};

/**
 * The profiles of several companies in one TOML file. Since it holds keys, a file that other users can read is
 * refused, and it is written for this user alone.
 */
class ProfileFile {
 public:
  /** Where the file is. Throws UsageError when the user has no home. */
  static std::filesystem::path path();
  /** The file's profiles; none when there is no file. Throws UsageError when it can not be used. */
  static ProfileFile load();

  /** Throws UsageError that names the profiles there are. */
  const Profile& get(const std::string& name) const;
  /** Null when no profile is the default. */
  const Profile* default_profile() const;
  const std::string& default_name() const { return default_name_; }
  const std::map<std::string, Profile>& profiles() const { return profiles_; }

  /** The first profile of a file becomes the default. */
  void put(const std::string& name, Profile profile);
  /** Throws UsageError when there is no such profile. */
  void remove(const std::string& name);
  void set_default(const std::string& name);
  /** Replaces the file whole, so that a crash leaves the old or the new one. */
  void save() const;

 private:
  std::map<std::string, Profile> profiles_;
  std::string default_name_;
};

}  // namespace spectrakit::cli

#endif
