#include "record_commands.h"

namespace spectrakit::cli {

void add_agents(CLI::App& app, Context& context) {
  CLI::App* const group = app.add_subcommand("agents", "Real estate agents (the service calls them connections)");
  group->require_subcommand(1);
  add_list_command(*group, context,
                   {"list",
                    SPK_SPECTORA_AGENTS_LIST,
                    {"spectrakit agents list --tag vip --sort -agent_inspections",
                     "spectrakit agents list --email dana@example.com --include agent --json"}},
                   {id_column(), name_column(), attribute_column("EMAIL", "email"), attribute_column("PHONE", "phone"),
                    attribute_column("AGENCY", "agency_name"),
                    attribute_column("INSPECTIONS", "total_inspections_count"), list_column("TAGS", "tags")});
  add_single_command(
      *group, context,
      {"get", SPK_SPECTORA_AGENTS_GET, {"spectrakit agents get 500001 --optional-fields date_of_first_inspection"}});
  add_single_command(*group, context,
                     {"create",
                      SPK_SPECTORA_AGENTS_CREATE,
                      {"spectrakit agents create --first-name Dana --last-name Rivera --email dana@example.com",
                       "spectrakit agents create --first-name Dana --tags vip --tags repeat --image dana.png"}});
  add_single_command(*group, context,
                     {"update",
                      SPK_SPECTORA_AGENTS_UPDATE,
                      {"spectrakit agents update 500001 --phone 555-0102",
                       "spectrakit agents update 500001 --clear facebook --attribute nickname=Dee"}});
}

}  // namespace spectrakit::cli
