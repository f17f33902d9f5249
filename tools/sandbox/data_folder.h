#ifndef SPECTRAKIT_TOOLS_SANDBOX_DATA_FOLDER_H
#define SPECTRAKIT_TOOLS_SANDBOX_DATA_FOLDER_H

#include <string>

namespace spectrakit::sandbox {

/// Where a sandbox's database, files and clock are. While this object lives, no other sandbox can use the folder.
class DataFolder {
 public:
  /// Makes the folder `wanted` when it is not there; empty: a temporary one that goes away with this object.
  explicit DataFolder(const std::string& wanted);
  ~DataFolder();
  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;

  std::string files() const { return path_ + "/files"; }
  std::string clock() const { return path_ + "/clock"; }
  /// The file of the database; empty, for one in memory, in a temporary folder.
  std::string database() const { return is_temporary_ ? std::string() : path_ + "/sandbox.db"; }

 private:
  void lock();

  std::string path_;
  const bool is_temporary_;
  int lock_descriptor_ = -1;
};

}  // namespace spectrakit::sandbox

#endif
