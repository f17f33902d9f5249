#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"

namespace spectrakit::http {

/// A regular file, open for reading, as it was when it was opened. Shared by the attempts that send it.
class File {
 public:
  /// Status::file_failed with the reason when it can not be sent; the path may tell of a client and is not repeated.
  static Result<std::shared_ptr<const File>> open(const std::string& path);
  ~File();
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int descriptor() const { return descriptor_; }
  uint64_t size_bytes() const { return size_bytes_; }
  /// Whether size and time of change are still those of the moment when it was opened.
  bool is_unchanged() const;

 private:
  explicit File(int descriptor) : descriptor_(descriptor) {}

  const int descriptor_;
  uint64_t size_bytes_ = 0;
  int64_t changed_ns_ = 0;
};

/// Memory that a request, its copies and its attempts share.
using SharedBytes = std::shared_ptr<const std::string>;

/// A request body: pieces of memory and whole files in order. Never changes once a call has it.
struct Body {
  using Piece = std::variant<SharedBytes, std::shared_ptr<const File>>;

  std::string content_type;
  std::vector<Piece> pieces;

  uint64_t total_bytes() const;
  bool has_file() const;
};

}  // namespace spectrakit::http
