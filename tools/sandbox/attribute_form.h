#ifndef SPECTRAKIT_TOOLS_SANDBOX_ATTRIBUTE_FORM_H
#define SPECTRAKIT_TOOLS_SANDBOX_ATTRIBUTE_FORM_H

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "sandbox/file_store.h"
#include "sandbox/multipart_form.h"
#include "sandbox/router.h"

namespace spectrakit::sandbox {

/// The attributes of a record to make or change: {"data":{"attributes":{...}}}, or a multipart form, whose `image` may
/// be a file. In a form an empty text clears, as null does in JSON.
class AttributeForm {
 public:
  AttributeForm() = default;
  /// A form whose attributes are at hand.
  explicit AttributeForm(nlohmann::json attributes) : attributes_(std::move(attributes)) {}

  /// Nothing when the body could be read. A file may have `max_file_bytes` (0: no limit).
  std::optional<BodyFailure> read(const HttpCall& call, const FileStore& files, uint64_t max_file_bytes);

  /// What was not sent is to stay as it is.
  bool has(const std::string& attribute) const { return attributes_.contains(attribute); }
  const nlohmann::json& value(const std::string& attribute) const { return attributes_.at(attribute); }
  /// A text attribute; empty when it was not sent, or is null or anything else.
  std::string text(const std::string& attribute) const;

  IncomingFile* image() const { return form_.file(); }
  const std::string& image_name() const { return form_.file_name(); }

 private:
  void take_form();

  nlohmann::json attributes_ = nlohmann::json::object();
  MultipartForm form_;
};

}  // namespace spectrakit::sandbox

#endif
