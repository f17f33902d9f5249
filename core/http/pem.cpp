#include "http/pem.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace spectrakit::http {
namespace {

constexpr size_t kLongestFileBytes = size_t{16} << 20;

/// The reason why it failed; empty on success.
std::string read_into(std::string& text, int descriptor) {
  struct stat status {};
  if (fstat(descriptor, &status) != 0) return std::strerror(errno);
  if (S_ISDIR(status.st_mode)) return "it is a directory";
  // A pipe would be empty for the one who reads it next.
  if (!S_ISREG(status.st_mode)) return "it is no regular file";
  std::array<char, 16 * 1024> buffer;
  while (text.size() <= kLongestFileBytes) {
    const ssize_t got = read(descriptor, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::strerror(errno);
    if (got == 0) return {};
    text.append(buffer.data(), static_cast<size_t>(got));
  }
  return "it is larger than 16 MiB";
}

}  // namespace

bool has_pem_block(std::string_view text, std::string_view kind) {
  constexpr std::string_view kBegin = "-----BEGIN ";
  constexpr std::string_view kEnd = "-----";
  for (size_t at = text.find(kBegin); at != std::string_view::npos; at = text.find(kBegin, at + 1)) {
    const size_t name_start = at + kBegin.size();
    const size_t name_end = text.find(kEnd, name_start);
    if (name_end == std::string_view::npos) return false;
    if (text.substr(name_start, name_end - name_start).ends_with(kind)) return true;
  }
  return false;
}

Result<std::string> read_text_file(std::string_view what, const std::string& path) {
  const auto refused = [&](const std::string& why) {
    return make_error(Status::invalid_argument, std::string(what) + " " + path + " can not be read: " + why);
  };
  if (path.find('\0') != std::string::npos) return refused("its name holds a NUL");
  // Without O_NONBLOCK, opening a pipe would wait for its other end.
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return refused(std::strerror(errno));
  std::string text;
  const std::string failure = read_into(text, descriptor);
  close(descriptor);
  if (!failure.empty()) return refused(failure);
  return text;
}

}  // namespace spectrakit::http
