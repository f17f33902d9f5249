#include "sandbox/multipart_form.h"

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>

#include "sandbox/bounded_json.h"
#include "sandbox/list_query.h"

namespace spectrakit::sandbox {
namespace {

constexpr size_t kMaxFieldBytes = 64 * 1024;
constexpr size_t kMaxFieldCount = 1000;

/// A name without the folders in front, which some clients send.
std::string without_folders(const std::string& file_name) {
  return file_name.substr(file_name.find_last_of("/\\") + 1);
}

/// Whether the body has room for nothing but the boundary that closes it. The library takes such a form for a broken
/// one.
bool has_no_part(const httplib::Request& request) {
  constexpr std::string_view kBoundary = "boundary=";
  const std::string content_type = request.get_header_value("Content-Type");
  const size_t start = content_type.find(kBoundary);
  const int64_t length = parse_id(request.get_header_value("Content-Length"));
  if (start == std::string::npos || length < 0) return false;
  const size_t boundary_bytes = std::min(content_type.find(';', start), content_type.size()) - start - kBoundary.size();
  return static_cast<size_t>(length) <= boundary_bytes + std::string_view("----\r\n").size();
}

}  // namespace

std::string attribute_field(const std::string& attribute) {
  return "data[attributes][" + attribute + "]";
}

std::string attribute_of_field(std::string_view field) {
  constexpr std::string_view kPrefix = "data[attributes][";
  if (field.ends_with("[]")) field.remove_suffix(2);
  if (!field.starts_with(kPrefix) || !field.ends_with(']')) return {};
  return std::string(field.substr(kPrefix.size(), field.size() - kPrefix.size() - 1));
}

std::optional<BodyFailure> MultipartForm::read(const HttpCall& call, const FileStore& files,
                                               const std::string& file_name, uint64_t max_file_bytes) {
  if (!call.request.is_multipart_form_data()) return BodyFailure{415, {"", "The body must be multipart/form-data."}};
  enum class Part { kIgnored, kField, kFile } part = Part::kIgnored;
  std::string* value = nullptr;
  std::string field_name;
  size_t field_count = 0;
  bool is_too_long = false;
  std::optional<BodyFailure> refusal;
  const auto refuse = [&](int status, const std::string& name, const std::string& detail) {
    const std::string attribute = attribute_of_field(name);
    refusal = BodyFailure{status, {attribute.empty() ? "" : "/data/attributes/" + attribute, detail}};
    return false;
  };
  const bool is_whole = (*call.body)(
      [&](const httplib::MultipartFormData& header) {
        part = Part::kIgnored;
        if (++field_count > kMaxFieldCount) return refuse(422, "", "The form has more parts than 1000.");
        if (!is_utf8(header.name) || !is_utf8(header.filename)) {
          return refuse(422, "", "The name of a part or a file is no UTF-8.");
        }
        if (!header.filename.empty()) {
          if (header.name != file_name || file_) return true;
          part = Part::kFile;
          file_ = std::make_unique<IncomingFile>(files.folder());
          sent_file_name_ = without_folders(header.filename);
          content_type_ = header.content_type;
        } else if (header.name != file_name) {
          part = Part::kField;
          field_name = header.name;
          value = &values_[header.name].emplace_back();
        }
        return true;
      },
      [&](const char* bytes, size_t size) {
        if (part == Part::kFile) {
          is_too_long = max_file_bytes != 0 && file_->size_bytes() + size > max_file_bytes;
          if (is_too_long) return false;
          if (!file_->write({bytes, size})) throw std::system_error(errno, std::generic_category(), files.folder());
          return true;
        }
        if (part == Part::kIgnored) return true;
        value->append(bytes, size);
        if (value->size() <= kMaxFieldBytes) return true;
        return refuse(413, field_name, "A field may have 65536 bytes.");
      });
  if (refusal) return refusal;
  if (is_too_long) {
    return BodyFailure{413, {"", "The file is longer than " + std::to_string(max_file_bytes) + " bytes."}};
  }
  if (!is_whole && !has_no_part(call.request)) return BodyFailure{400, {"", "The body is no complete multipart form."}};
  for (const auto& [name, all] : values_) {
    if (std::all_of(all.begin(), all.end(), is_utf8)) continue;
    refuse(422, name, "The value is no UTF-8.");
    return refusal;
  }
  return std::nullopt;
}

std::string MultipartForm::value(const std::string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string() : found->second.back();
}

}  // namespace spectrakit::sandbox
