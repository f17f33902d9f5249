#ifndef SPECTRAKIT_TOOLS_SANDBOX_ATTACHMENT_UPLOAD_H
#define SPECTRAKIT_TOOLS_SANDBOX_ATTACHMENT_UPLOAD_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/database.h"
#include "sandbox/errors.h"
#include "sandbox/file_store.h"
#include "sandbox/multipart_form.h"
#include "sandbox/router.h"

namespace spectrakit::sandbox {

/// An attachment whose file is in the store.
struct NewAttachment {
  int64_t company_id = 0;
  int64_t inspection_id = 0;
  /// Empty: the file's name.
  std::string name;
  std::string file_name;
  std::string content_type;
  uint64_t file_size_bytes = 0;
  /// As served_path() gives it.
  std::string file_path;
  std::string description;
  bool is_report = false;
  bool is_internal = false;
  std::string attachment_type;
};

/// Enters the attachment and returns its id.
int64_t insert_attachment(Database& database, const NewAttachment& attachment);

/// The form of an attachment as it came in; the file is streamed to the store, never held in memory.
class AttachmentUpload {
 public:
  /// Nothing when the form could be read. A file may have `max_file_bytes` (0: no limit).
  std::optional<BodyFailure> read(const HttpCall& call, const FileStore& files, uint64_t max_file_bytes);
  /// What is wrong with the form; empty when it can be inserted.
  std::vector<Problem> find_problems(Database& database, int64_t company_id) const;
  /// Keeps the file, enters the attachment, and returns its id.
  int64_t insert(Database& database, int64_t company_id);

 private:
  /// The value of data[attributes][<name>]; empty when it was not sent.
  std::string field(const std::string& name) const;
  bool flag(const std::string& name) const;
  void find_flag_problem(const std::string& name, std::vector<Problem>* problems) const;

  MultipartForm form_;
};

}  // namespace spectrakit::sandbox

#endif
