#include "sandbox/api.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <memory>

#include "sandbox/attachment_upload.h"
#include "sandbox/list_query.h"
#include "sandbox/resource_types.h"

namespace spectrakit::sandbox {
namespace {

constexpr char kNestedStatsPath[] = "/v2/connections/stats";
constexpr char kFlatStatsPath[] = "/v2/connection_stats";

}  // namespace

DocumentRequest document_request(const HttpCall& call) {
  return {call.company_id, "http://" + call.request.get_header_value("Host"), call.request.path, call.request.params};
}

void Api::add_routes(Router& router) {
  router.guard("/v2/", [this](HttpCall& call) { return authenticate(call); });
  router.add("GET", kNestedStatsPath, [this](HttpCall& call) { list_stats(call, StatsPlace::kNested); });
  router.add("GET", kFlatStatsPath, [this](HttpCall& call) { list_stats(call, StatsPlace::kFlat); });
  const auto add_reads = [&](const std::string& path, const ResourceType& type) {
    router.add("GET", path, [this, &type](HttpCall& call) { list(call, type); });
    router.add("GET", path + "/{id}", [this, &type](HttpCall& call) { get(call, type); });
  };
  add_reads("/v2/connections", connection_type());
  add_reads("/v2/contacts", contact_type());
  add_reads("/v2/inspections", inspection_type());
  router.add("GET", "/v2/inspection_attachments", [this](HttpCall& call) { list(call, attachment_type()); });
  router.add("POST", "/v2/inspection_attachments", [this](HttpCall& call) { upload_attachment(call); });
  router.add("GET", "/files/{digest}/{name}", [this](HttpCall& call) { serve_file(call); });
}

bool Api::serve_stats_only_at(const std::string& path) {
  if (path != kNestedStatsPath && path != kFlatStatsPath) return false;
  stats_place_ = path == kNestedStatsPath ? StatsPlace::kNested : StatsPlace::kFlat;
  return true;
}

std::string Api::stats_path() const {
  switch (stats_place_) {
    case StatsPlace::kNested:
      return kNestedStatsPath;
    case StatsPlace::kFlat:
      return kFlatStatsPath;
    case StatsPlace::kBoth:
      break;
  }
  return "both";
}

bool Api::authenticate(HttpCall& call) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string header = call.request.get_header_value("Authorization");
  if (header.starts_with(kScheme)) {
    Store::Access database = store_.access();
    Query found = database->query("SELECT company_id FROM api_keys WHERE key = ?");
    found.bind(1, std::string_view(header).substr(kScheme.size()));
    if (found.next()) call.company_id = found.integer(0);
  }
  if (call.company_id != 0) return true;
  call.response.set_header("WWW-Authenticate", "Bearer");
  call.fail(401, header.empty() ? "No API key was given." : "The API key is not valid.");
  return false;
}

void Api::list(HttpCall& call, const ResourceType& type) {
  Store::Access database = store_.access();
  call.answer(200, list_document(*database, type, document_request(call)));
}

void Api::get(HttpCall& call, const ResourceType& type) {
  Store::Access database = store_.access();
  const int64_t id = parse_id(call.path_parameters.at(0));
  const std::string document = single_document(*database, type, id, document_request(call));
  if (document.empty()) {
    call.fail(404, std::string("There is no ") + type.name + " with this id.");
  } else {
    call.answer(200, document);
  }
}

void Api::list_stats(HttpCall& call, StatsPlace place) {
  const StatsPlace only = stats_place_;
  if (only != StatsPlace::kBoth && only != place) {
    call.fail(404, "There is nothing at this path.");
    return;
  }
  list(call, connection_stat_type());
}

void Api::upload_attachment(HttpCall& call) {
  AttachmentUpload upload;
  if (!upload.read(call, files_)) {
    call.fail(400, "The body is no complete multipart form.");
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
    Store::Access database = store_.access();
    Query found = database->query("SELECT file_content_type FROM inspection_attachments WHERE file_path = ?");
    found.bind(1, std::string_view(served_path(digest, call.path_parameters.at(1))));
    if (found.next()) content_type = found.text(0);
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
  call.response.set_content_provider(std::filesystem::file_size(path), content_type, send_some);
}

}  // namespace spectrakit::sandbox
