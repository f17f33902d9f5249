#include "sandbox/api.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <memory>

#include "sandbox/attachment_upload.h"
#include "sandbox/attribute_form.h"
#include "sandbox/clock.h"
#include "sandbox/file_types.h"
#include "sandbox/list_query.h"
#include "sandbox/resource_types.h"
#include "sandbox/time_text.h"

namespace spectrakit::sandbox {
namespace {

constexpr char kNestedStatsPath[] = "/v2/connections/stats";
constexpr char kFlatStatsPath[] = "/v2/connection_stats";

std::string no_such_record(const ResourceType& type) {
  return std::string("There is no ") + type.name + " with this id.";
}

/// The content type of the file that is served at `path`; empty when no record has it.
std::string stored_content_type(Database& database, const std::string& path, const std::string& file_name) {
  Query attachment = database.query("SELECT 1 FROM inspection_attachments WHERE file_path = ?");
  // By the ending, which the service checked, and not as the client said: a page of HTML would be one of this origin's.
  if (attachment.bind(1, std::string_view(path)).next()) return attachment_content_type(file_name);
  Query image = database.query(
      "SELECT 1 FROM connections WHERE image = ?1 UNION ALL SELECT 1 FROM contacts WHERE image = ?1 LIMIT 1");
  return image.bind(1, std::string_view(path)).next() ? image_content_type(file_name) : std::string();
}

}  // namespace

DocumentRequest document_request(const HttpCall& call) {
  return {call.company_id, "http://" + call.request.get_header_value("Host"), call.request.path, call.request.params};
}

void Api::add(Router& router, Permission permission, const std::string& method, const std::string& path,
              Router::Handler handler) {
  router.add(method, path, [permission, handler = std::move(handler)](HttpCall& call) {
    if (call.permissions & permission) {
      handler(call);
    } else {
      call.fail(403, "The user who made this key may not do this: " + permission_names(permission).front() + ".");
    }
  });
}

void Api::add_routes(Router& router) {
  router.guard("/v2/", [this](HttpCall& call) { return authenticate(call); });
  add(router, kReadAgents, "GET", kNestedStatsPath, [this](HttpCall& call) { list_stats(call, StatsPath::kNested); });
  add(router, kReadAgents, "GET", kFlatStatsPath, [this](HttpCall& call) { list_stats(call, StatsPath::kFlat); });
  const auto add_reads = [&](Permission permission, const std::string& path, const ResourceType& type) {
    add(router, permission, "GET", path, [this, &type](HttpCall& call) { list(call, type); });
    add(router, permission, "GET", path + "/{id}", [this, &type](HttpCall& call) { get(call, type); });
  };
  add_reads(kReadAgents, "/v2/connections", connection_type());
  add_reads(kReadClients, "/v2/contacts", contact_type());
  add_reads(kReadInspections, "/v2/inspections", inspection_type());
  const auto add_writes = [&](Permission permission, const std::string& path, const PersonWrites& writes) {
    add(router, permission, "POST", path, [this, &writes](HttpCall& call) { create(call, writes); });
    add(router, permission, "PUT", path + "/{id}", [this, &writes](HttpCall& call) { update(call, writes); });
  };
  add_writes(kWriteAgents, "/v2/connections", connection_writes());
  add_writes(kWriteClients, "/v2/contacts", contact_writes());
  constexpr char kAttachmentsPath[] = "/v2/inspection_attachments";
  add(router, kReadAttachments, "GET", kAttachmentsPath, [this](HttpCall& call) { list(call, attachment_type()); });
  add(router, kWriteAttachments, "POST", kAttachmentsPath, [this](HttpCall& call) { upload_attachment(call); });
  router.add("GET", "/files/{digest}/{name}", [this](HttpCall& call) { serve_file(call); });
}

bool Api::authenticate(HttpCall& call) {
  const std::string header = call.request.get_header_value("Authorization");
  const char* refusal = "No API key was given as a bearer token.";
  if (const std::string key(key_of_authorization(header)); !key.empty()) {
    ApiKeys::Holder holder;
    ApiKeys::Verdict verdict{};
    {
      Store::ReadAccess database = store_.read();
      verdict = keys_.check(*database, key, &holder);
    }
    switch (verdict) {
      case ApiKeys::Verdict::kGood:
        call.company_id = holder.company_id;
        call.permissions = holder.permissions;
        return is_within_limits(call, key);
      case ApiKeys::Verdict::kUnknown:
        refusal = "The API key is not valid.";
        break;
      case ApiKeys::Verdict::kExpired:
        refusal = "The API key has expired.";
        break;
      case ApiKeys::Verdict::kDisabled:
        refusal = "The user who made this API key was deactivated.";
        break;
    }
  }
  call.response.set_header("WWW-Authenticate", "Bearer");
  call.fail(401, refusal);
  return false;
}

bool Api::is_within_limits(HttpCall& call, const std::string& key) {
  int64_t seconds_left = 0;
  switch (settings_.limits().count_call(key, Clock::now(), &seconds_left)) {
    case RateLimits::Verdict::kAllowed:
      return true;
    case RateLimits::Verdict::kMinuteIsFull:
      if (settings_.sends_retry_after()) call.response.set_header("Retry-After", std::to_string(seconds_left));
      call.fail(429, "There were too many requests in this minute.");
      break;
    case RateLimits::Verdict::kMonthIsFull:
      call.fail(429, "The monthly quota of calls is used up.");
      break;
  }
  return false;
}

void Api::list(HttpCall& call, const ResourceType& type) {
  Store::ReadAccess database = store_.read();
  call.answer(200, list_document(*database, type, document_request(call)));
}

void Api::get(HttpCall& call, const ResourceType& type) {
  Store::ReadAccess database = store_.read();
  const int64_t id = parse_id(call.path_parameters.at(0));
  const std::string document = single_document(*database, type, id, document_request(call));
  if (document.empty()) {
    call.fail(404, no_such_record(type));
  } else {
    call.answer(200, document);
  }
}

void Api::create(HttpCall& call, const PersonWrites& writes) {
  AttributeForm form;
  if (const auto failure = form.read(call, files_, settings_.max_file_bytes())) {
    call.fail(failure->status, std::vector<Problem>{failure->problem});
    return;
  }
  Store::Access database = store_.access();
  const std::vector<Problem> problems = writes.find_problems(*database, std::nullopt, form);
  if (!problems.empty()) {
    call.fail(422, problems);
    return;
  }
  const int64_t id = writes.create(*database, call.company_id, form);
  call.answer(201, single_document(*database, writes.type(), id, document_request(call)));
}

void Api::update(HttpCall& call, const PersonWrites& writes) {
  AttributeForm form;
  const auto failure = form.read(call, files_, settings_.max_file_bytes());
  const int64_t id = parse_id(call.path_parameters.at(0));
  Store::Access database = store_.access();
  if (single_document(*database, writes.type(), id, document_request(call)).empty()) {
    call.fail(404, no_such_record(writes.type()));
    return;
  }
  if (failure) {
    call.fail(failure->status, std::vector<Problem>{failure->problem});
    return;
  }
  const std::vector<Problem> problems = writes.find_problems(*database, id, form);
  if (!problems.empty()) {
    call.fail(422, problems);
    return;
  }
  writes.update(*database, call.company_id, id, form);
  call.answer(200, single_document(*database, writes.type(), id, document_request(call)));
}

void Api::list_stats(HttpCall& call, StatsPath path) {
  const StatsPath only = settings_.stats_path();
  if (only != StatsPath::kBoth && only != path) {
    call.fail(404, "There is nothing at this path.");
    return;
  }
  list(call, connection_stat_type());
}

void Api::upload_attachment(HttpCall& call) {
  AttachmentUpload upload;
  if (const auto failure = upload.read(call, files_, settings_.max_file_bytes())) {
    call.fail(failure->status, std::vector<Problem>{failure->problem});
    return;
  }
  Store::Access database = store_.access();
  const std::vector<Problem> problems = upload.find_problems(*database, call.company_id);
  if (!problems.empty()) {
    call.fail(422, problems);
    return;
  }
  const int64_t id = upload.insert(*database, call.company_id);
  call.answer(201, single_document(*database, attachment_type(), id, document_request(call)));
}

void Api::serve_file(HttpCall& call) {
  const std::string& digest = call.path_parameters.at(0);
  const std::string path = files_.find(digest);
  std::string content_type;
  if (!path.empty()) {
    Store::ReadAccess database = store_.read();
    const std::string& file_name = call.path_parameters.at(1);
    content_type = stored_content_type(*database, served_path(digest, file_name), file_name);
  }
  if (content_type.empty()) {
    call.fail(404, "There is no such file.");
    return;
  }
  auto file = std::make_shared<std::ifstream>(path, std::ios::binary);
  const auto send_some = [file](size_t offset, size_t length, httplib::DataSink& sink) {
    std::array<char, 64 * 1024> buffer{};
    file->seekg(static_cast<std::streamoff>(offset));
    file->read(buffer.data(), static_cast<std::streamsize>(std::min(length, buffer.size())));
    return file->gcount() > 0 && sink.write(buffer.data(), static_cast<size_t>(file->gcount()));
  };
  call.response.set_header("X-Content-Type-Options", "nosniff");
  call.response.set_content_provider(std::filesystem::file_size(path), content_type, send_some);
}

}  // namespace spectrakit::sandbox
