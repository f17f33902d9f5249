#include "sandbox/attachment_upload.h"

#include "sandbox/file_types.h"
#include "sandbox/list_query.h"
#include "sandbox/time_text.h"

namespace spectrakit::sandbox {
namespace {

Query& bind_optional(Query& query, int position, const std::string& value) {
  return value.empty() ? query.bind_null(position) : query.bind(position, std::string_view(value));
}

}  // namespace

bool AttachmentUpload::read(const HttpCall& call, const FileStore& files) {
  return !call.request.is_multipart_form_data() || form_.read(call, files, attribute_field("file"));
}

std::string AttachmentUpload::field(const std::string& name) const {
  return form_.value(attribute_field(name));
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
  if (form_.file() == nullptr) {
    problems.push_back({"/data/attributes/file", "File can't be blank."});
  } else if (attachment_content_type(form_.file_name()).empty()) {
    problems.push_back({"/data/attributes/file",
                        "File must be a jpg, jpeg, png, gif, pdf, zip, txt, mp3, Word, Excel "
                        "or PowerPoint file."});
  }
  return problems;
}

int64_t AttachmentUpload::insert(Database& database, int64_t company_id) {
  const std::string name = field("name").empty() ? form_.file_name() : field("name");
  const std::string content_type =
      form_.content_type().empty() ? attachment_content_type(form_.file_name()) : form_.content_type();
  const std::string time = local_time_text(now());
  const uint64_t size_bytes = form_.file()->size_bytes();
  const std::string path = served_path(form_.file()->keep(), form_.file_name());
  Query query = database.query(
      "INSERT INTO inspection_attachments (company_id, inspection_id, name, file_file_name, file_content_type, "
      "file_file_size, file_path, description, report, internal_only, attachment_type, created_at, updated_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12)");
  query.bind(1, company_id).bind(2, parse_id(field("inspection_id"))).bind(3, std::string_view(name));
  query.bind(4, std::string_view(form_.file_name())).bind(5, std::string_view(content_type));
  query.bind(6, static_cast<int64_t>(size_bytes)).bind(7, std::string_view(path));
  bind_optional(query, 8, field("description"));
  query.bind(9, int64_t{flag("report")}).bind(10, int64_t{flag("internal_only")});
  bind_optional(query, 11, field("attachment_type"));
  query.bind(12, std::string_view(time)).run();
  return database.last_insert_id();
}

}  // namespace spectrakit::sandbox
