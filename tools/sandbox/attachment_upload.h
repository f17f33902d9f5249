#ifndef SPECTRAKIT_TOOLS_SANDBOX_ATTACHMENT_UPLOAD_H
#define SPECTRAKIT_TOOLS_SANDBOX_ATTACHMENT_UPLOAD_H

#include <cstdint>
#include <string>
#include <vector>

#include "sandbox/database.h"
#include "sandbox/errors.h"
#include "sandbox/file_store.h"
#include "sandbox/multipart_form.h"
#include "sandbox/router.h"

namespace spectrakit::sandbox {

/// The form of an attachment as it came in; the file is streamed to the store, never held in memory.
class AttachmentUpload {
 public:
  /// False when the form is broken or the client left before its end.
  bool read(const HttpCall& call, const FileStore& files);
  /// What is wrong with the form; empty when it can be inserted.
  std::vector<Problem> find_problems(Database& database, int64_t company_id) const;
  /// Keeps the file, enters the attachment, and returns its id.
  int64_t insert(Database& database, int64_t company_id);

 private:
  /// The value of data[attributes][<name>]; empty when it was not sent.
  std::string field(const std::string& name) const;
  bool flag(const std::string& name) const;

  MultipartForm form_;
};

}  // namespace spectrakit::sandbox

#endif
