#include "sandbox/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace spectrakit::sandbox {

DataFolder::DataFolder(const std::string& wanted) : path_(wanted), is_temporary_(wanted.empty()) {
  if (is_temporary_) {
    path_ = (std::filesystem::temp_directory_path() / "spectrakit-sandbox-XXXXXX").string();
    if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("can not make the temporary folder " + path_);
  } else {
    std::filesystem::create_directories(path_);
    lock();
  }
}

DataFolder::~DataFolder() {
  std::error_code ignored;
  if (is_temporary_) std::filesystem::remove_all(path_, ignored);
  if (lock_descriptor_ >= 0) ::close(lock_descriptor_);
}

// A sandbox removes, when it starts, what seems half written; that must not be what another one is writing. The lock
// ends with the process, however that ends.
void DataFolder::lock() {
  lock_descriptor_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock_descriptor_ < 0) throw std::system_error(errno, std::generic_category(), path_);
  if (::flock(lock_descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  const int reason = errno;
  ::close(lock_descriptor_);
  if (reason != EWOULDBLOCK) throw std::system_error(reason, std::generic_category(), path_);
  throw std::runtime_error("the folder " + path_ + " is in use by another sandbox");
}

}  // namespace spectrakit::sandbox
