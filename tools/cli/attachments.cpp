#include <support/progress_line.h>
#include <support/values.h>

#include <memory>
#include <string>

#include "commands.h"
#include "list_options.h"

namespace spectrakit::cli {

namespace {

struct UploadOptions {
  std::string inspection_id;
  std::string file;
  std::string name;
  std::string description;
  std::string type;
  bool is_report = false;
  bool is_document = false;
  bool is_internal = false;
};

void add_list(CLI::App& group, Context& context) {
  struct Options {
    ListOptions list;
    std::string inspection_id;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand("list", "List attachments, all pages of them");
  options->list.add_to(*command);
  command->add_option("--inspection", options->inspection_id, "Only those of the inspection with this id");
  command->callback([options, &context] {
    const auto request = make_request(SPK_SPECTORA_ATTACHMENTS_LIST);
    options->list.apply_to(request.get());
    if (!options->inspection_id.empty()) {
      set_parameter(request.get(), "filter[inspection_id]", options->inspection_id);
    }
    Session session(context.connection);
    const auto writer = make_list_writer(
        context.format, {id_column(), attribute_column("INSPECTION", "inspection_id"), attribute_column("NAME", "name"),
                         attribute_column("FILE", "file_file_name"), attribute_column("TYPE", "attachment_type"),
                         attribute_column("REPORT", "report"), attribute_column("INTERNAL", "internal_only"),
                         attribute_column("CREATED", "created_at")});
    options->list.write_list(session, request.get(), *writer);
  });
}

/** What the person did not say is not sent, so that the service's own default holds. */
support::RequestHandle make_upload_request(const UploadOptions& options) {
  auto request = make_request(SPK_SPECTORA_ATTACHMENTS_UPLOAD);
  set_attribute(request.get(), "inspection_id", options.inspection_id);
  if (!options.name.empty()) set_attribute(request.get(), "name", options.name);
  if (!options.description.empty()) set_attribute(request.get(), "description", options.description);
  if (!options.type.empty()) set_attribute(request.get(), "attachment_type", options.type);
  if (options.is_report || options.is_document) {
    support::call(spk_request_set_attribute_bool, request.get(), "report", SPK_NUL, options.is_report ? 1 : 0);
  }
  if (options.is_internal) {
    support::call(spk_request_set_attribute_bool, request.get(), "internal_only", SPK_NUL, 1);
  }
  support::call(spk_request_set_file, request.get(), "file", SPK_NUL, options.file.data(), options.file.size(), nullptr,
                std::size_t{0});
  return request;
}

void add_upload(CLI::App& group, Context& context) {
  const auto options = std::make_shared<UploadOptions>();
  CLI::App* command = group.add_subcommand("upload", "Attach a file to an inspection");
  command->add_option("file", options->file, "The file to attach")->required();
  command->add_option("--inspection", options->inspection_id, "The inspection's id")->required();
  command->add_option("--name", options->name, "The name that people see");
  command->add_option("--description", options->description, "A text that people see");
  command->add_option("--type", options->type, "The kind of report: water, pest_termite, septic, other, ...");
  CLI::Option* report = command->add_flag("--report", options->is_report, "It is a report");
  CLI::Option* document = command->add_flag("--document", options->is_document, "It is an additional document");
  document->excludes(report);
  command->add_flag("--internal", options->is_internal, "Only the company sees it");
  command->callback([options, &context] {
    const auto request = make_upload_request(*options);
    Session session(context.connection);
    support::DocumentHandle answer;
    {
      support::ProgressLine progress(options->file);
      answer = session.send(request.get(), [&progress](std::uint64_t sent_bytes, std::uint64_t total_bytes) {
        progress.show(sent_bytes, total_bytes);
      });
    }
    const auto writer = make_single_writer(context.format);
    write_all(*writer, answer.get());
    writer->finish();
  });
}

}  // namespace

void add_attachments(CLI::App& app, Context& context) {
  CLI::App* group = app.add_subcommand("attachments", "Files attached to inspections");
  group->require_subcommand(1);
  add_list(*group, context);
  add_upload(*group, context);
}

}  // namespace spectrakit::cli
