#include "sandbox/multipart_form.h"

#include <algorithm>
#include <string_view>

namespace spectrakit::sandbox {
namespace {

constexpr size_t kMaxFieldBytes = 64 * 1024;
constexpr size_t kMaxFieldCount = 1000;

/// Whether the body has room for nothing but the boundary that closes it. The library takes such a form for a broken
/// one.
bool has_no_part(const httplib::Request& request) {
  constexpr std::string_view kBoundary = "boundary=";
  const std::string content_type = request.get_header_value("Content-Type");
  const size_t start = content_type.find(kBoundary);
  const std::string length = request.get_header_value("Content-Length");
  if (start == std::string::npos || length.empty()) return false;
  const size_t boundary_bytes = std::min(content_type.find(';', start), content_type.size()) - start - kBoundary.size();
  return std::stoull(length) <= boundary_bytes + std::string_view("----\r\n").size();
}

}  // namespace

std::string attribute_field(const std::string& attribute) {
  return "data[attributes][" + attribute + "]";
}

std::optional<BodyFailure> MultipartForm::read(const HttpCall& call, const FileStore& files,
                                               const std::string& file_name, uint64_t max_file_bytes) {
  if (!call.request.is_multipart_form_data()) return BodyFailure{415, {"", "The body must be multipart/form-data."}};
  enum class Part { kIgnored, kField, kFile } part = Part::kIgnored;
  std::string* value = nullptr;
  size_t field_count = 0;
  bool is_too_long = false;
  const bool is_whole = (*call.body)(
      [&](const httplib::MultipartFormData& header) {
        part = Part::kIgnored;
        if (!header.filename.empty()) {
          if (header.name != file_name || file_) return true;
          part = Part::kFile;
          file_ = std::make_unique<IncomingFile>(files.folder());
          sent_file_name_ = header.filename;
          content_type_ = header.content_type;
        } else if (header.name != file_name) {
          part = Part::kField;
          value = &values_[header.name].emplace_back();
        }
        return ++field_count <= kMaxFieldCount;
      },
      [&](const char* bytes, size_t size) {
        if (part == Part::kFile) {
          is_too_long = max_file_bytes != 0 && file_->size_bytes() + size > max_file_bytes;
          return !is_too_long && file_->write({bytes, size});
        }
        if (part == Part::kIgnored) return true;
        value->append(bytes, size);
        return value->size() <= kMaxFieldBytes;
      });
  if (is_too_long) {
    return BodyFailure{413, {"", "The file is longer than " + std::to_string(max_file_bytes) + " bytes."}};
  }
  if (!is_whole && !has_no_part(call.request)) return BodyFailure{400, {"", "The body is no complete multipart form."}};
  return std::nullopt;
}

std::string MultipartForm::value(const std::string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string() : found->second.back();
}

}  // namespace spectrakit::sandbox
