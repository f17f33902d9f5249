#ifndef SPECTRAKIT_CLI_CONNECTION_H
#define SPECTRAKIT_CLI_CONNECTION_H

#include <support/handles.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "profile_file.h"

namespace spectrakit::cli {

/** What the person typed. */
struct ConnectionOptions {
  std::string profile;
  std::string base_url;
  std::optional<std::uint32_t> requests_per_minute;
};

/** A company's key and where to send it: what was typed comes before the environment, and that before the profile. */
struct Connection {
  Profile settings;
  /** Where the key comes from, for people: "SPECTORA_API_KEY" or "the profile elm". */
  std::string key_source;
  /** The file that counts the month's calls; empty when the user has no home. */
  std::filesystem::path ledger_path;
};

/** Throws UsageError when there is no key. */
Connection resolve_connection(const ConnectionOptions& options);

using SetMoreOptions = std::function<void(spk_client_options* options)>;

/** A client for the connection, with what `set_more` sets besides. Throws support::Failure. */
support::ClientHandle make_client(const Connection& connection, const SetMoreOptions& set_more = {});

}  // namespace spectrakit::cli

#endif
