#include "sandbox/file_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <system_error>

namespace spectrakit::sandbox {
namespace {

constexpr std::string_view kTemporaryPrefix = "incoming-";
constexpr size_t kDigestLength = 64;

std::string next_temporary_name() {
  static std::atomic<uint64_t> count = 0;
  return std::string(kTemporaryPrefix) + std::to_string(::getpid()) + "-" + std::to_string(++count);
}

}  // namespace

IncomingFile::IncomingFile(std::string folder) : folder_(std::move(folder)) {
  temporary_path_ = folder_ + "/" + next_temporary_name();
  descriptor_ = ::open(temporary_path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), temporary_path_);
}

IncomingFile::~IncomingFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(temporary_path_.c_str());
}

bool IncomingFile::write(std::string_view bytes) {
  digest_.update(bytes);
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    size_bytes_ += static_cast<uint64_t>(written);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

std::string IncomingFile::keep() {
  ::close(descriptor_);
  descriptor_ = -1;
  std::string digest = digest_.finish();
  std::filesystem::rename(temporary_path_, folder_ + "/" + digest);
  return digest;
}

FileStore::FileStore(std::string folder) : folder_(std::move(folder)) {
  std::filesystem::create_directories(folder_);
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    if (entry.path().filename().string().starts_with(kTemporaryPrefix)) std::filesystem::remove(entry.path());
  }
}

std::string FileStore::find(std::string_view digest) const {
  // The digest comes from a URL: nothing but a digest may reach the file system.
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (digest.size() != kDigestLength || !std::all_of(digest.begin(), digest.end(), is_digit)) return {};
  std::string path = folder_ + "/" + std::string(digest);
  return std::filesystem::exists(path) ? path : std::string();
}

std::string FileStore::store(std::string_view bytes) const {
  IncomingFile file(folder_);
  if (!file.write(bytes)) throw std::system_error(errno, std::generic_category(), folder_);
  return file.keep();
}

}  // namespace spectrakit::sandbox
