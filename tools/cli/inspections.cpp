#include <support/values.h>

#include <memory>
#include <string>

#include "commands.h"
#include "list_options.h"

namespace spectrakit::cli {

namespace {

std::string state_text(spk_value inspection) {
  if (!support::attribute_text(inspection, "canceled_at").empty()) return "canceled";
  if (!support::attribute_text(inspection, "published_at").empty()) return "published";
  return {};
}

void add_list(CLI::App& group, Context& context) {
  struct Options {
    ListOptions list;
    std::string address;
    std::string fulltext;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand("list", "List inspections, all pages of them");
  options->list.add_to(*command);
  command->add_option("--address", options->address, "Only those with this text in the street address");
  command->add_option("--fulltext", options->fulltext, "Only those that the service's text search finds");
  command->callback([options, &context] {
    const auto request = make_request(SPK_SPECTORA_INSPECTIONS_LIST);
    options->list.apply_to(request.get());
    if (!options->address.empty()) set_parameter(request.get(), "filter[address]", options->address);
    if (!options->fulltext.empty()) set_parameter(request.get(), "filter[fulltext]", options->fulltext);
    Session session(context.connection);
    const auto writer = make_list_writer(context.format, {id_column(),
                                                          attribute_column("WHEN", "datetime"),
                                                          attribute_column("ADDRESS", "full_address"),
                                                          attribute_column("CLIENT", "buyer_name"),
                                                          attribute_column("SERVICES", "service_names"),
                                                          {"STATE", state_text}});
    options->list.write_list(session, request.get(), *writer);
  });
}

void add_get(CLI::App& group, Context& context) {
  struct Options {
    std::string id;
    std::string includes;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand("get", "Show one inspection");
  command->add_option("id", options->id, "The inspection's id")->required();
  add_include_option(*command, options->includes);
  command->callback([options, &context] {
    const auto request = make_request(SPK_SPECTORA_INSPECTIONS_GET);
    set_parameter(request.get(), "id", options->id);
    if (!options->includes.empty()) set_parameter(request.get(), "include", options->includes);
    const auto answer = Session(context.connection).send(request.get());
    const auto writer = make_single_writer(context.format);
    write_all(*writer, answer.get());
    writer->finish();
  });
}

}  // namespace

void add_inspections(CLI::App& app, Context& context) {
  CLI::App* group = app.add_subcommand("inspections", "Inspections (read only)");
  group->require_subcommand(1);
  add_list(*group, context);
  add_get(*group, context);
}

}  // namespace spectrakit::cli
