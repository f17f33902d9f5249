#ifndef SPECTRAKIT_CLI_USER_FOLDERS_H
#define SPECTRAKIT_CLI_USER_FOLDERS_H

#include <filesystem>
#include <string>

namespace spectrakit::cli {

/** The value of an environment variable; empty when it is not set. */
std::string environment(const char* name);

/** $XDG_CONFIG_HOME/spectrakit, or ~/.config/spectrakit; empty when neither is known. */
std::filesystem::path config_folder();
/** $XDG_STATE_HOME/spectrakit, or ~/.local/state/spectrakit; empty when neither is known. */
std::filesystem::path state_folder();

/** Makes the folder and those above it, for this user alone. */
void make_private_folder(const std::filesystem::path& folder);

}  // namespace spectrakit::cli

#endif
