#include <support/terminal.h>
#include <support/text_table.h>
#include <unistd.h>

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <regex>

#include "commands.h"
#include "key_input.h"
#include "record_commands.h"
#include "usage_error.h"
#include "whole_number.h"

namespace spectrakit::cli {

namespace {

struct AddOptions {
  std::string name;
  Profile profile;
  bool is_default = false;
  bool replaces = false;
};

/** Lets the client itself judge key and address before they are kept. */
void check_profile(const Profile& profile) {
  make_client({profile, "", {}});
}

void add_profile(const AddOptions& options) {
  if (!std::regex_match(options.name, std::regex("[A-Za-z0-9][A-Za-z0-9_.-]*"))) {
    throw UsageError("a profile's name is letters, digits, '-', '_' and '.'");
  }
  ProfileFile file = ProfileFile::load();
  if (file.profiles().count(options.name) != 0 && !options.replaces) {
    throw UsageError("there is a profile " + options.name + " already; --replace takes its place");
  }
  Profile profile = options.profile;
  profile.api_key = read_key(STDIN_FILENO);
  check_profile(profile);
  file.put(options.name, profile);
  if (options.is_default) file.set_default(options.name);
  file.save();
}

void add_add(CLI::App& group, Context& context) {
  const auto options = std::make_shared<AddOptions>();
  CLI::App* const command =
      group.add_subcommand("add", "Make a profile; the API key is asked for, or read from standard input");
  command->add_option("name", options->name, "What to call it")->required();
  command->add_option("--monthly-quota", options->profile.monthly_quota, "Calls that the company may make in a month")
      ->check(whole_number(false));
  command->add_flag("--stop-at-quota", options->profile.stops_at_quota, "Make no further call once they are used up");
  command->add_flag("--default", options->is_default, "Use it when no key and no profile is named");
  command->add_flag("--replace", options->replaces, "Take the place of a profile of that name, to roll its key");
  command->footer(examples_text({"spectrakit profiles add elm --requests-per-minute 60 --monthly-quota 10000",
                                 "spectrakit profiles add elm --replace < new-key.txt"}));
  command->callback([options, &context] {
    options->profile.base_url = context.connection.base_url;
    options->profile.requests_per_minute = context.connection.requests_per_minute;
    add_profile(*options);
  });
}

std::string number_text(const std::optional<std::int64_t>& number) {
  return number ? std::to_string(*number) : "";
}

void write_table(const ProfileFile& file) {
  support::TextTable table(std::cout, support::terminal_width(STDOUT_FILENO),
                           {"NAME", "DEFAULT", "BASE URL", "A MINUTE", "A MONTH"});
  for (const auto& [name, profile] : file.profiles()) {
    const std::string quota = number_text(profile.monthly_quota) + (profile.stops_at_quota ? ", then stop" : "");
    table.add_row({name, name == file.default_name() ? "yes" : "", profile.base_url,
                   number_text(profile.requests_per_minute), quota});
  }
  table.flush();
}

nlohmann::ordered_json json_of(const ProfileFile& file) {
  auto all = nlohmann::ordered_json::array();
  for (const auto& [name, profile] : file.profiles()) {
    nlohmann::ordered_json one = {{"name", name}, {"default", name == file.default_name()}};
    if (!profile.base_url.empty()) one["base_url"] = profile.base_url;
    if (profile.requests_per_minute) one["requests_per_minute"] = *profile.requests_per_minute;
    if (profile.monthly_quota) one["monthly_quota"] = *profile.monthly_quota;
    one["stop_at_quota"] = profile.stops_at_quota;
    all.push_back(one);
  }
  return all;
}

void add_list(CLI::App& group, Context& context) {
  CLI::App* const command = group.add_subcommand("list", "Show the profiles, without their keys");
  command->callback([&context] {
    const ProfileFile file = ProfileFile::load();
    if (context.format == OutputFormat::kTable) {
      write_table(file);
    } else if (context.format == OutputFormat::kNdjson) {
      for (const auto& profile : json_of(file)) std::cout << profile.dump() << '\n';
    } else {
      std::cout << json_of(file).dump(2) << '\n';
    }
    finish_output();
  });
}

/** A command that changes the file and takes one profile's name. */
void add_change(CLI::App& group, const char* name, const char* help, void (ProfileFile::*change)(const std::string&)) {
  const auto profile = std::make_shared<std::string>();
  CLI::App* const command = group.add_subcommand(name, help);
  command->add_option("name", *profile, "The profile")->required();
  command->callback([profile, change] {
    ProfileFile file = ProfileFile::load();
    (file.*change)(*profile);
    file.save();
  });
}

}  // namespace

void add_profiles(CLI::App& app, Context& context) {
  CLI::App* const group = app.add_subcommand("profiles", "The keys of several companies, in one file");
  group->require_subcommand(1);
  add_list(*group, context);
  add_add(*group, context);
  add_change(*group, "remove", "Forget a profile and its key", &ProfileFile::remove);
  add_change(*group, "default", "Use this profile when no key and no profile is named", &ProfileFile::set_default);
}

}  // namespace spectrakit::cli
