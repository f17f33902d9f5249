#include "user_folders.h"

#include <cstdlib>

namespace spectrakit::cli {

namespace fs = std::filesystem;

namespace {

constexpr const char* kFolderName = "spectrakit";

/** The base directory specification passes over a path that is not absolute. */
fs::path base_folder(const char* variable, const char* below_home) {
  const fs::path named = environment(variable);
  if (named.is_absolute()) return named / kFolderName;
  const fs::path home = environment("HOME");
  return home.is_absolute() ? home / below_home / kFolderName : fs::path();
}

}  // namespace

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

fs::path config_folder() {
  return base_folder("XDG_CONFIG_HOME", ".config");
}

fs::path state_folder() {
  return base_folder("XDG_STATE_HOME", ".local/state");
}

void make_private_folder(const fs::path& folder) {
  fs::create_directories(folder.parent_path());
  if (fs::create_directory(folder)) fs::permissions(folder, fs::perms::owner_all);
}

}  // namespace spectrakit::cli
