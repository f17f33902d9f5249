#include "connection.h"

#include "usage_error.h"
#include "user_folders.h"

namespace spectrakit::cli {

using support::call;
using support::make;

namespace {

/**
 * A profile that was asked for by name is taken whole: the environment's address, which may be meant for another
 * company or a test, must not get its key.
 */
Connection connection_of_named_profile(const std::string& name) {
  return {ProfileFile::load().get(name), "the profile " + name, {}};
}

Connection connection_of_environment_or_default() {
  Connection connection;
  connection.settings.api_key = environment("SPECTORA_API_KEY");
  connection.key_source = "SPECTORA_API_KEY";
  if (connection.settings.api_key.empty()) {
    const ProfileFile file = ProfileFile::load();
    const Profile* const profile = file.default_profile();
    if (profile == nullptr) {
      throw UsageError(
          "there is no API key: set SPECTORA_API_KEY, or make a profile with spectrakit profiles add NAME" +
          std::string(file.profiles().empty() ? "" : ", or name one with --profile"));
    }
    connection.settings = *profile;
    connection.key_source = "the profile " + file.default_name();
  }
  const std::string base_url = environment("SPECTORA_BASE_URL");
  if (!base_url.empty()) connection.settings.base_url = base_url;
  return connection;
}

/** A home that can not be written is no reason to refuse a call; `spectrakit doctor` tells. */
std::filesystem::path prepared_ledger_path() {
  const std::filesystem::path folder = state_folder();
  if (folder.empty()) return {};
  try {
    make_private_folder(folder);
  } catch (const std::filesystem::filesystem_error&) {
    return {};
  }
  return folder / "ledger.sqlite";
}

}  // namespace

Connection resolve_connection(const ConnectionOptions& options) {
  Connection connection =
      options.profile.empty() ? connection_of_environment_or_default() : connection_of_named_profile(options.profile);
  if (!options.base_url.empty()) connection.settings.base_url = options.base_url;
  if (options.requests_per_minute) connection.settings.requests_per_minute = options.requests_per_minute;
  connection.ledger_path = prepared_ledger_path();
  return connection;
}

support::ClientHandle make_client(const Connection& connection, const SetMoreOptions& set_more) {
  const auto options = make<support::ClientOptionsHandle>(spk_client_options_create, SPK_SERVICE_SPECTORA);
  const Profile& settings = connection.settings;
  call(spk_client_options_set_api_key, options.get(), settings.api_key.data(), settings.api_key.size());
  if (!settings.base_url.empty()) {
    call(spk_client_options_set_base_url, options.get(), settings.base_url.data(), settings.base_url.size());
  }
  if (settings.requests_per_minute) {
    call(spk_client_options_set_requests_per_minute, options.get(), *settings.requests_per_minute);
  }
  if (settings.monthly_quota) {
    call(spk_client_options_set_monthly_quota, options.get(), *settings.monthly_quota, settings.stops_at_quota ? 1 : 0);
  }
  if (const std::string ledger_path = connection.ledger_path.string(); !ledger_path.empty()) {
    call(spk_client_options_set_ledger_path, options.get(), ledger_path.data(), ledger_path.size());
  }
  if (set_more) set_more(options.get());
  return make<support::ClientHandle>(spk_client_create, nullptr, options.get());
}

}  // namespace spectrakit::cli
