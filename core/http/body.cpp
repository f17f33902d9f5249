#include "http/body.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace spectrakit::http {
namespace {

int64_t changed_ns(const struct stat& state) {
  return int64_t{state.st_mtim.tv_sec} * 1'000'000'000 + state.st_mtim.tv_nsec;
}

ErrorPtr file_error(std::string_view why) {
  return make_error(Status::file_failed, "the file to upload " + std::string(why));
}

}  // namespace

Result<std::shared_ptr<const File>> File::open(const std::string& path) {
  // Without O_NONBLOCK, opening a pipe would wait for its writer.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return file_error(std::string("can not be opened: ") + std::strerror(errno));
  const std::shared_ptr<File> file(new File(descriptor));
  struct stat state {};
  if (fstat(descriptor, &state) != 0) return file_error(std::string("can not be examined: ") + std::strerror(errno));
  if (S_ISDIR(state.st_mode)) return file_error("is a directory");
  if (!S_ISREG(state.st_mode)) return file_error("is not a regular file");
  file->size_bytes_ = static_cast<uint64_t>(state.st_size);
  file->changed_ns_ = changed_ns(state);
  posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
  return std::shared_ptr<const File>(file);
}

File::~File() {
  close(descriptor_);
}

bool File::is_unchanged() const {
  struct stat state {};
  return fstat(descriptor_, &state) == 0 && static_cast<uint64_t>(state.st_size) == size_bytes_ &&
         changed_ns(state) == changed_ns_;
}

uint64_t Body::total_bytes() const {
  uint64_t total = 0;
  for (const Piece& piece : pieces) {
    if (const auto* bytes = std::get_if<SharedBytes>(&piece)) {
      total += (*bytes)->size();
    } else {
      total += std::get<std::shared_ptr<const File>>(piece)->size_bytes();
    }
  }
  return total;
}

bool Body::has_file() const {
  for (const Piece& piece : pieces) {
    if (std::holds_alternative<std::shared_ptr<const File>>(piece)) return true;
  }
  return false;
}

}  // namespace spectrakit::http
