#ifndef SPECTRAKIT_TOOLS_SANDBOX_MULTIPART_FORM_H
#define SPECTRAKIT_TOOLS_SANDBOX_MULTIPART_FORM_H

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/file_store.h"
#include "sandbox/router.h"

namespace spectrakit::sandbox {

/// Why a body could not be read.
struct BodyFailure {
  int status;
  Problem problem;
};

/// A multipart form as it came in. One file of it is streamed to the store, never held in memory.
class MultipartForm {
 public:
  /// `file_name` is the name of the part that may be a file, of at most `max_file_bytes` (0: no limit). Nothing when
  /// the form could be read.
  std::optional<BodyFailure> read(const HttpCall& call, const FileStore& files, const std::string& file_name,
                                  uint64_t max_file_bytes);

  /// All values by the names of their parts, in the order of sending.
  const std::map<std::string, std::vector<std::string>>& values() const { return values_; }
  /// The last value with this name; empty when it was not sent.
  std::string value(const std::string& name) const;
  /// Null when no file was sent.
  IncomingFile* file() const { return file_.get(); }
  const std::string& file_name() const { return sent_file_name_; }
  const std::string& content_type() const { return content_type_; }

 private:
  std::map<std::string, std::vector<std::string>> values_;
  std::unique_ptr<IncomingFile> file_;
  std::string sent_file_name_;
  std::string content_type_;
};

/// The name of the part that holds an attribute: data[attributes][<name>].
std::string attribute_field(const std::string& attribute);
/// The attribute that a part's name stands for, without the mark of an array; empty when it is none.
std::string attribute_of_field(std::string_view field);

}  // namespace spectrakit::sandbox

#endif
