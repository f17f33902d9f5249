#ifndef SPECTRAKIT_TOOLS_SANDBOX_FILE_STORE_H
#define SPECTRAKIT_TOOLS_SANDBOX_FILE_STORE_H

#include <cstdint>
#include <string>
#include <string_view>

#include "sandbox/digest.h"

namespace spectrakit::sandbox {

/// A file that is still arriving. It stands under a temporary name in the store's folder and is removed unless it is
/// kept, so no half file can ever be found under a digest.
class IncomingFile {
 public:
  explicit IncomingFile(std::string folder);
  ~IncomingFile();
  IncomingFile(const IncomingFile&) = delete;
  IncomingFile& operator=(const IncomingFile&) = delete;

  /// False when the bytes could not be written.
  bool write(std::string_view bytes);
  uint64_t size_bytes() const { return size_bytes_; }
  /// Gives the file its name, the SHA-256 digest of its bytes, and returns it.
  std::string keep();

 private:
  std::string folder_;
  std::string temporary_path_;
  int descriptor_ = -1;
  uint64_t size_bytes_ = 0;
  Digest digest_;
};

/// Files named by the SHA-256 digest of their bytes.
class FileStore {
 public:
  /// Makes `folder` when it is not there, and clears it of what an earlier process left half written.
  explicit FileStore(std::string folder);

  const std::string& folder() const { return folder_; }
  /// The file with this digest; empty when there is none.
  std::string find(std::string_view digest) const;
  /// Stores bytes that are at hand and returns their digest.
  std::string store(std::string_view bytes) const;

 private:
  std::string folder_;
};

}  // namespace spectrakit::sandbox

#endif
