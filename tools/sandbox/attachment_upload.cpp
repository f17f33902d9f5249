#include "sandbox/attachment_upload.h"

#include "sandbox/clock.h"
#include "sandbox/events.h"
#include "sandbox/file_types.h"
#include "sandbox/list_query.h"
#include "sandbox/time_text.h"

namespace spectrakit::sandbox {
namespace {

Query& bind_optional(Query& query, int position, const std::string& value) {
  return value.empty() ? query.bind_null(position) : query.bind(position, std::string_view(value));
}

}  // namespace

std::optional<BodyFailure> AttachmentUpload::read(const HttpCall& call, const FileStore& files,
                                                  uint64_t max_file_bytes) {
  return form_.read(call, files, attribute_field("file"), max_file_bytes);
}

std::string AttachmentUpload::field(const std::string& name) const {
  return form_.value(attribute_field(name));
}

void AttachmentUpload::find_flag_problem(const std::string& name, std::vector<Problem>* problems) const {
  const std::string value = field(name);
  for (const char* known : {"", "true", "false", "1", "0"}) {
    if (value == known) return;
  }
  problems->push_back({"/data/attributes/" + name, name + " must be true or false."});
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
  find_flag_problem("report", &problems);
  find_flag_problem("internal_only", &problems);
  return problems;
}

int64_t AttachmentUpload::insert(Database& database, int64_t company_id) {
  NewAttachment attachment;
  attachment.company_id = company_id;
  attachment.inspection_id = parse_id(field("inspection_id"));
  attachment.name = field("name");
  attachment.file_name = form_.file_name();
  attachment.content_type =
      form_.content_type().empty() ? attachment_content_type(form_.file_name()) : form_.content_type();
  attachment.file_size_bytes = form_.file()->size_bytes();
  attachment.file_path = served_path(form_.file()->keep(), form_.file_name());
  attachment.description = field("description");
  attachment.is_report = flag("report");
  attachment.is_internal = flag("internal_only");
  attachment.attachment_type = field("attachment_type");
  return insert_attachment(database, attachment);
}

int64_t insert_attachment(Database& database, const NewAttachment& attachment) {
  const std::string time = local_time_text(Clock::now());
  const std::string& name = attachment.name.empty() ? attachment.file_name : attachment.name;
  Transaction transaction(database);
  Query query = database.query(
      "INSERT INTO inspection_attachments (company_id, inspection_id, name, file_file_name, file_content_type, "
      "file_file_size, file_path, description, report, internal_only, attachment_type, created_at, updated_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12)");
  query.bind(1, attachment.company_id).bind(2, attachment.inspection_id).bind(3, std::string_view(name));
  query.bind(4, std::string_view(attachment.file_name)).bind(5, std::string_view(attachment.content_type));
  query.bind(6, static_cast<int64_t>(attachment.file_size_bytes)).bind(7, std::string_view(attachment.file_path));
  bind_optional(query, 8, attachment.description);
  query.bind(9, int64_t{attachment.is_report}).bind(10, int64_t{attachment.is_internal});
  bind_optional(query, 11, attachment.attachment_type);
  query.bind(12, std::string_view(time)).run();
  const int64_t id = database.last_insert_id();
  record_event(database, "inspection_attachment.created", id, attachment.company_id);
  transaction.commit();
  return id;
}

}  // namespace spectrakit::sandbox
