#ifndef SPECTRAKIT_CLI_PRIVATE_FILE_H
#define SPECTRAKIT_CLI_PRIVATE_FILE_H

#include <filesystem>
#include <string>

namespace spectrakit::cli {

/**
 * The text of a file that only this user can read; empty when there is no file. Throws UsageError when others can read
 * or write it.
 */
std::string read_private_file(const std::filesystem::path& path);

/** Writes the file whole, for this user alone: a crash leaves the old one or the new one. */
void replace_private_file(const std::filesystem::path& path, const std::string& text);

}  // namespace spectrakit::cli

#endif
