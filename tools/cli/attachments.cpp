#include "record_commands.h"

namespace spectrakit::cli {

namespace {

constexpr Alias kListAliases[] = {{"inspection-id", "inspection"}};
constexpr Alias kUploadAliases[] = {
    {"inspection-id", "inspection"}, {"attachment-type", "type"}, {"internal-only", "internal"}};

}  // namespace

void add_attachments(CLI::App& app, Context& context) {
  CLI::App* const group = app.add_subcommand("attachments", "Files attached to inspections");
  group->require_subcommand(1);
  add_list_command(*group, context,
                   {"list",
                    SPK_SPECTORA_ATTACHMENTS_LIST,
                    {"spectrakit attachments list --inspection 10000001 --report"},
                    kListAliases},
                   {id_column(), attribute_column("INSPECTION", "inspection_id"), attribute_column("NAME", "name"),
                    attribute_column("FILE", "file_file_name"), attribute_column("TYPE", "attachment_type"),
                    attribute_column("REPORT", "report"), attribute_column("INTERNAL", "internal_only"),
                    attribute_column("CREATED", "created_at")});
  add_single_command(*group, context,
                     {"upload",
                      SPK_SPECTORA_ATTACHMENTS_UPLOAD,
                      {"spectrakit attachments upload water.pdf --inspection 10000001 --report --type water",
                       "spectrakit attachments upload photos.zip --inspection 10000001 --no-report --internal"},
                      kUploadAliases});
}

}  // namespace spectrakit::cli
