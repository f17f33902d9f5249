#include "private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "usage_error.h"

namespace spectrakit::cli {

namespace fs = std::filesystem;

namespace {

constexpr mode_t kForOthers = S_IRWXG | S_IRWXO;

[[noreturn]] void throw_errno(const fs::path& path) {
  throw std::system_error(errno, std::generic_category(), path.string());
}

/** Checks the open file itself, so that what is checked is what is read. */
void check_is_private(int descriptor, const fs::path& path) {
  struct stat status {};
  if (fstat(descriptor, &status) != 0) throw_errno(path);
  if (!S_ISREG(status.st_mode)) throw UsageError(path.string() + " is no regular file");
  if (status.st_uid != geteuid()) throw UsageError(path.string() + " holds API keys and belongs to another user");
  if ((status.st_mode & kForOthers) != 0) {
    throw UsageError(path.string() + " holds API keys and other users may read or write it; run: chmod 600 " +
                     path.string());
  }
}

std::string read_whole(int descriptor, const fs::path& path) {
  std::string text;
  char buffer[4096];
  while (true) {
    const ssize_t count = read(descriptor, buffer, sizeof buffer);
    if (count < 0) throw_errno(path);
    if (count == 0) return text;
    text.append(buffer, static_cast<std::size_t>(count));
  }
}

void write_all(int descriptor, const std::string& text, const fs::path& path) {
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t count = write(descriptor, text.data() + written, text.size() - written);
    if (count < 0) throw_errno(path);
    written += static_cast<std::size_t>(count);
  }
  if (fsync(descriptor) != 0) throw_errno(path);
}

}  // namespace

std::string read_private_file(const fs::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 && errno == ENOENT) return {};
  if (descriptor < 0) throw_errno(path);
  try {
    check_is_private(descriptor, path);
    std::string text = read_whole(descriptor, path);
    close(descriptor);
    return text;
  } catch (...) {
    close(descriptor);
    throw;
  }
}

void replace_private_file(const fs::path& path, const std::string& text) {
  // mkostemp makes a file for this user alone.
  std::string temporary = path.string() + ".XXXXXX";
  const int descriptor = mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) throw_errno(path);
  try {
    write_all(descriptor, text, path);
    if (rename(temporary.c_str(), path.c_str()) != 0) throw_errno(path);
    close(descriptor);
  } catch (...) {
    close(descriptor);
    unlink(temporary.c_str());
    throw;
  }
}

}  // namespace spectrakit::cli
