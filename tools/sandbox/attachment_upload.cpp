#include "sandbox/attachment_upload.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "sandbox/list_query.h"
#include "sandbox/time_text.h"

namespace spectrakit::sandbox {
namespace {

constexpr size_t kMaxFieldBytes = 64 * 1024;

struct FileType {
  std::string_view extension;
  std::string_view content_type;
};

// The kinds that the service documents: "jpg, jpeg, png, gif, pdf, zip, txt, mp3, Word, Excel, and PowerPoint".
constexpr std::array kFileTypes = {
    FileType{"jpg", "image/jpeg"},
    FileType{"jpeg", "image/jpeg"},
    FileType{"png", "image/png"},
    FileType{"gif", "image/gif"},
    FileType{"pdf", "application/pdf"},
    FileType{"zip", "application/zip"},
    FileType{"txt", "text/plain"},
    FileType{"mp3", "audio/mpeg"},
    FileType{"doc", "application/msword"},
    FileType{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    FileType{"xls", "application/vnd.ms-excel"},
    FileType{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    FileType{"ppt", "application/vnd.ms-powerpoint"},
    FileType{"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
};

std::string field_name(const std::string& attribute) {
  return "data[attributes][" + attribute + "]";
}

Query& bind_optional(Query& query, int position, const std::string& value) {
  return value.empty() ? query.bind_null(position) : query.bind(position, std::string_view(value));
}

}  // namespace

std::string served_path(const std::string& digest, const std::string& file_name) {
  return "/files/" + digest + "/" + httplib::detail::encode_query_param(file_name);
}

std::string attachment_content_type(std::string_view file_name) {
  const size_t dot = file_name.rfind('.');
  if (dot == std::string_view::npos) return {};
  std::string extension(file_name.substr(dot + 1));
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto found = std::find_if(kFileTypes.begin(), kFileTypes.end(),
                                  [&](const FileType& type) { return type.extension == extension; });
  return found == kFileTypes.end() ? std::string() : std::string(found->content_type);
}

bool AttachmentUpload::read(const HttpCall& call, const FileStore& files) {
  if (!call.request.is_multipart_form_data()) return true;
  enum class Part { kIgnored, kField, kFile } part = Part::kIgnored;
  std::string* value = nullptr;
  const bool is_read = (*call.body)(
      [&](const httplib::MultipartFormData& header) {
        part = Part::kIgnored;
        if (!header.filename.empty()) {
          if (header.name != field_name("file") || file_) return true;
          part = Part::kFile;
          file_ = std::make_unique<IncomingFile>(files.folder());
          file_name_ = header.filename;
          content_type_ = header.content_type;
        } else if (header.name != field_name("file")) {
          part = Part::kField;
          value = &fields_[header.name];
          value->clear();
        }
        return true;
      },
      [&](const char* bytes, size_t size) {
        if (part == Part::kFile) return file_->write({bytes, size});
        if (part == Part::kIgnored) return true;
        value->append(bytes, size);
        return value->size() <= kMaxFieldBytes;
      });
  return is_read;
}

std::string AttachmentUpload::field(const std::string& name) const {
  const auto found = fields_.find(field_name(name));
  return found == fields_.end() ? std::string() : found->second;
}

bool AttachmentUpload::flag(const std::string& name) const {
  const std::string value = field(name);
  return value == "true" || value == "1";
}

std::vector<Problem> AttachmentUpload::find_problems(Database& database, int64_t company_id) const {
  std::vector<Problem> problems;
  const std::string inspection_id = field("inspection_id");
  if (inspection_id.empty()) {
    problems.push_back({"/data/attributes/inspection_id", "Inspection can't be blank."});
  } else {
    Query found = database.query("SELECT 1 FROM inspections WHERE id = ? AND company_id = ?");
    found.bind(1, parse_id(inspection_id)).bind(2, company_id);
    if (!found.next()) problems.push_back({"/data/attributes/inspection_id", "Inspection must exist."});
  }
  if (!file_) {
    problems.push_back({"/data/attributes/file", "File can't be blank."});
  } else if (attachment_content_type(file_name_).empty()) {
    problems.push_back({"/data/attributes/file",
                        "File must be a jpg, jpeg, png, gif, pdf, zip, txt, mp3, Word, Excel "
                        "or PowerPoint file."});
  }
  return problems;
}

int64_t AttachmentUpload::insert(Database& database, int64_t company_id) {
  const std::string name = field("name").empty() ? file_name_ : field("name");
  const std::string content_type = content_type_.empty() ? attachment_content_type(file_name_) : content_type_;
  const std::string time = local_time_text(now());
  const uint64_t size_bytes = file_->size_bytes();
  const std::string path = served_path(file_->keep(), file_name_);
  Query query = database.query(
      "INSERT INTO inspection_attachments (company_id, inspection_id, name, file_file_name, file_content_type, "
      "file_file_size, file_path, description, report, internal_only, attachment_type, created_at, updated_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12)");
  query.bind(1, company_id).bind(2, parse_id(field("inspection_id"))).bind(3, std::string_view(name));
  query.bind(4, std::string_view(file_name_)).bind(5, std::string_view(content_type));
  query.bind(6, static_cast<int64_t>(size_bytes)).bind(7, std::string_view(path));
  bind_optional(query, 8, field("description"));
  query.bind(9, int64_t{flag("report")}).bind(10, int64_t{flag("internal_only")});
  bind_optional(query, 11, field("attachment_type"));
  query.bind(12, std::string_view(time)).run();
  return database.last_insert_id();
}

}  // namespace spectrakit::sandbox
