#ifndef SPECTRAKIT_TOOLS_SANDBOX_API_KEYS_H
#define SPECTRAKIT_TOOLS_SANDBOX_API_KEYS_H

#include <cstdint>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "sandbox/database.h"
#include "sandbox/permissions.h"

namespace spectrakit::sandbox {

/// The key in an Authorization header; empty when its scheme is not Bearer, in any case of letters.
std::string_view key_of_authorization(std::string_view header);

/// Whether HTTP can carry it behind "Bearer ", and it is long enough to be told from a slip of the hand.
bool is_key_value(std::string_view value);
bool key_exists(Database& database, std::string_view value);

/// The keys of all companies. A key belongs to the user who made it: it can do what they may do, and dies with them.
/// Safe for use by several threads, as far as the database that is given is.
class ApiKeys {
 public:
  enum class Verdict { kGood, kUnknown, kExpired, kDisabled };
  struct Holder {
    int64_t company_id = 0;
    Permissions permissions = 0;
  };
  /// Who calls with this key; `holder` is set when it is good.
  Verdict check(Database& database, std::string_view key, Holder* holder);

  struct NewKey {
    int64_t user_id = 0;
    std::string name;
    /// Empty: a random one.
    std::string value;
    std::optional<int64_t> expires_in_s;
  };
  /// The key as it is shown once, with its value.
  nlohmann::ordered_json create(Database& database, const NewKey& key);
  /// Makes a key in place of this one, which works for `expires_in_s` more, or until it expires anyway.
  nlohmann::ordered_json roll(Database& database, int64_t id, int64_t expires_in_s);
  static void remove(Database& database, int64_t id);

  /// All keys, masked.
  nlohmann::ordered_json list(Database& database) const;
  /// One key, masked; null when there is none with this id.
  nlohmann::ordered_json describe(Database& database, int64_t id) const;

 private:
  nlohmann::ordered_json describe_row(const Query& row) const;

  mutable std::mutex mutex_;
  /// When each key was used last, in Unix seconds, since the sandbox started.
  std::map<std::string, int64_t, std::less<>> last_used_;
};

}  // namespace spectrakit::sandbox

#endif
