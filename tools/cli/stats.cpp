#include "record_commands.h"

namespace spectrakit::cli {

void add_stats(CLI::App& app, Context& context) {
  CLI::App* const group = app.add_subcommand("stats", "Totals for each agent");
  group->require_subcommand(1);
  add_list_command(*group, context,
                   {"list",
                    SPK_SPECTORA_AGENT_STATS_LIST,
                    {"spectrakit stats list --id 500001", "spectrakit stats list --all --json"}},
                   {{"AGENT", id_column().text},
                    attribute_column("TOTAL", "total_inspections_count"),
                    attribute_column("BUYING", "buying_inspections_count"),
                    attribute_column("SELLING", "selling_inspections_count"),
                    attribute_column("FIRST", "first_inspection_date"),
                    attribute_column("LAST", "last_inspection_date")});
}

}  // namespace spectrakit::cli
