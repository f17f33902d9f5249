#include <support/values.h>

#include "record_commands.h"

namespace spectrakit::cli {

namespace {

std::string state_text(spk_value inspection) {
  if (!support::attribute_text(inspection, "canceled_at").empty()) return "canceled";
  if (!support::attribute_text(inspection, "published_at").empty()) return "published";
  return {};
}

}  // namespace

void add_inspections(CLI::App& app, Context& context) {
  CLI::App* const group = app.add_subcommand("inspections", "Inspections (read only)");
  group->require_subcommand(1);
  add_list_command(*group, context,
                   {"list",
                    SPK_SPECTORA_INSPECTIONS_LIST,
                    {"spectrakit inspections list --address 'Elm St' --sort -datetime",
                     "spectrakit inspections list --datetime-greater-than 2026-09-01T00:00:00-05:00 --json"}},
                   {id_column(),
                    attribute_column("WHEN", "datetime"),
                    attribute_column("ADDRESS", "full_address"),
                    attribute_column("CLIENT", "buyer_name"),
                    attribute_column("SERVICES", "service_names"),
                    {"STATE", state_text}});
  add_single_command(*group, context,
                     {"get",
                      SPK_SPECTORA_INSPECTIONS_GET,
                      {"spectrakit inspections get 10000001",
                       "spectrakit inspections get 10000001 --include buying_agent,company --json"}});
}

}  // namespace spectrakit::cli
