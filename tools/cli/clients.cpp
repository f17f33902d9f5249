#include "record_commands.h"

namespace spectrakit::cli {

void add_clients(CLI::App& app, Context& context) {
  CLI::App* const group = app.add_subcommand("clients", "Home buyers and owners (the service calls them contacts)");
  group->require_subcommand(1);
  add_list_command(*group, context,
                   {"list",
                    SPK_SPECTORA_CLIENTS_LIST,
                    {"spectrakit clients list --fulltext Okafor", "spectrakit clients list --tag repeat --ndjson"}},
                   {id_column(), name_column(), attribute_column("EMAIL", "email"), attribute_column("PHONE", "phone"),
                    attribute_column("CITY", "city"), list_column("TAGS", "tags")});
  add_single_command(*group, context, {"get", SPK_SPECTORA_CLIENTS_GET, {"spectrakit clients get 700001"}});
  add_single_command(*group, context,
                     {"create",
                      SPK_SPECTORA_CLIENTS_CREATE,
                      {"spectrakit clients create --first-name Ngozi --email ngozi@example.org --phone 555-0110"}});
  add_single_command(*group, context,
                     {"update",
                      SPK_SPECTORA_CLIENTS_UPDATE,
                      {"spectrakit clients update 700001 --notes 'Prefers mornings' --clear home_phone"}});
}

}  // namespace spectrakit::cli
