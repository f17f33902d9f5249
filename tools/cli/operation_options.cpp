#include "operation_options.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace spectrakit::cli {

using support::call;

namespace {

constexpr const char* kDocumentedGroup = "Parameters";
constexpr const char* kAttributeGroup = "Attributes";
constexpr const char* kRawGroup = "What the documentation does not know";

const CLI::Validator kNameAndValue(
    [](std::string& text) {
      const bool is_pair = text.find('=') != std::string::npos && text.front() != '=';
      return is_pair ? std::string() : "write it as name=value";
    },
    "");

const OperationFlags& flags_of(spk_operation operation) {
  const auto all = spectora_operation_flags();
  const auto found = std::ranges::find(all, operation, &OperationFlags::operation);
  if (found == all.end()) throw std::logic_error("an operation without flags");
  return *found;
}

}  // namespace

CLI::Option* add_pair_option(CLI::App& command, const std::string& option, std::vector<std::string>& pairs,
                             const std::string& help) {
  return command.add_option(option, pairs, help)
      ->check(kNameAndValue)
      ->type_name("NAME=VALUE")
      ->expected(1)
      ->allow_extra_args(false)
      ->take_all();
}

NameAndValue split_pair(const std::string& pair) {
  const std::size_t equals = pair.find('=');
  return {pair.substr(0, equals), pair.substr(equals + 1)};
}

void OperationOptions::add_to(CLI::App& command, spk_operation operation, std::span<const Alias> aliases) {
  operation_ = operation;
  const OperationFlags& known = flags_of(operation);
  bool has_body = false;
  for (const Flag& flag : known.flags) flags_.push_back({&flag, {}});
  for (FlagValues& target : flags_) {
    has_body = has_body || target.flag->place == FlagPlace::kBody;
    std::string names = "--" + std::string(target.flag->option);
    for (const Alias& alias : aliases) {
      if (alias.option == target.flag->option) names += ",--" + std::string(alias.alias);
    }
    add_flag(command, target, names);
  }
  if (has_body) add_attribute_options(command);
  add_raw_options(command, raw_query_, raw_headers_);
}

void OperationOptions::add_flag(CLI::App& command, FlagValues& target, const std::string& names) {
  const Flag& flag = *target.flag;
  const std::string help(flag.help);
  const char* const group = flag.place == FlagPlace::kBody ? kAttributeGroup : kDocumentedGroup;
  if (flag.kind == FlagKind::kBoolean) {
    const auto set_to = [&target](const char* value) { return [&target, value] { target.values = {value}; }; };
    CLI::Option* const yes = command.add_flag_callback(names, set_to("true"), help)->group(group);
    const std::string no_name = "--no-" + std::string(flag.option);
    command.add_flag_callback(no_name, set_to("false"), "The same with false")->group(group)->excludes(yes);
    return;
  }
  const bool is_positional = flag.place == FlagPlace::kPath || (flag.kind == FlagKind::kFile && flag.required);
  CLI::Option* const option = command.add_option(is_positional ? std::string(flag.option) : names, target.values, help)
                                  ->expected(1)
                                  ->allow_extra_args(false);
  option->type_name(flag.kind == FlagKind::kFile ? "FILE" : "TEXT");
  if (!is_positional) option->group(group);
  option->required(flag.required);
  if (flag.repeatable) option->take_all();
}

void OperationOptions::add_attribute_options(CLI::App& command) {
  add_pair_option(command, "--attribute", attributes_, "Sets an attribute to a text")->group(kRawGroup);
  add_pair_option(command, "--attribute-json", json_attributes_, "Sets an attribute to a JSON value")
      ->type_name("NAME=JSON")
      ->group(kRawGroup);
  command.add_option("--clear", cleared_attributes_, "Sets an attribute to null; what is not named stays as it is")
      ->type_name("NAME")
      ->expected(1)
      ->allow_extra_args(false)
      ->take_all()
      ->group(kAttributeGroup);
}

support::RequestHandle OperationOptions::make_request() const {
  auto request = support::make<support::RequestHandle>(spk_request_create, operation_);
  for (const FlagValues& set : flags_) {
    if (!set.values.empty()) apply_flag(request.get(), set);
  }
  apply_raw(request.get());
  return request;
}

void OperationOptions::apply_flag(spk_request* request, const FlagValues& set) const {
  if (set.flag->place == FlagPlace::kBody) return apply_attribute(request, set);
  const std::string_view name = set.flag->name;
  for (const std::string& value : set.values) {
    call(spk_request_add_parameter, request, name.data(), name.size(), value.data(), value.size());
  }
}

void OperationOptions::apply_attribute(spk_request* request, const FlagValues& set) const {
  const std::string_view name = set.flag->name;
  const std::string& value = set.values.front();
  switch (set.flag->kind) {
    case FlagKind::kText:
      return call(spk_request_set_attribute, request, name.data(), name.size(), value.data(), value.size());
    case FlagKind::kBoolean:
      return call(spk_request_set_attribute_bool, request, name.data(), name.size(), value == "true" ? 1 : 0);
    case FlagKind::kTextList: {
      const std::string json = nlohmann::json(set.values).dump();
      return call(spk_request_set_raw_attribute, request, name.data(), name.size(), json.data(), json.size());
    }
    case FlagKind::kFile:
      return call(spk_request_set_file, request, name.data(), name.size(), value.data(), value.size(), nullptr,
                  std::size_t{0});
  }
}

void OperationOptions::apply_raw(spk_request* request) const {
  for (const std::string& pair : attributes_) {
    const auto [name, value] = split_pair(pair);
    call(spk_request_set_attribute, request, name.data(), name.size(), value.data(), value.size());
  }
  for (const std::string& pair : json_attributes_) {
    const auto [name, json] = split_pair(pair);
    call(spk_request_set_raw_attribute, request, name.data(), name.size(), json.data(), json.size());
  }
  for (const std::string& name : cleared_attributes_) {
    call(spk_request_set_attribute_null, request, name.data(), name.size());
  }
  apply_raw_options(request, raw_query_, raw_headers_);
}

bool OperationOptions::is_set(std::string_view name) const {
  return std::ranges::any_of(flags_,
                             [&](const FlagValues& set) { return set.flag->name == name && !set.values.empty(); });
}

bool OperationOptions::asks_for_include() const {
  return is_set("include");
}

bool OperationOptions::names_page() const {
  return is_set("page[number]");
}

bool OperationOptions::has_attributes() const {
  const bool has_flag = std::ranges::any_of(
      flags_, [](const FlagValues& set) { return set.flag->place == FlagPlace::kBody && !set.values.empty(); });
  return has_flag || !attributes_.empty() || !json_attributes_.empty() || !cleared_attributes_.empty();
}

std::string OperationOptions::file_label() const {
  for (const FlagValues& set : flags_) {
    if (set.flag->kind == FlagKind::kFile && !set.values.empty()) {
      return set.values.front().substr(set.values.front().find_last_of('/') + 1);
    }
  }
  return {};
}

void add_raw_options(CLI::App& command, std::vector<std::string>& query, std::vector<std::string>& headers) {
  add_pair_option(command, "--raw-query", query, "Adds to the query, unchecked; may be repeated")->group(kRawGroup);
  add_pair_option(command, "--raw-header", headers, "Sets a header; may be repeated")->group(kRawGroup);
}

void apply_raw_options(spk_request* request, const std::vector<std::string>& query,
                       const std::vector<std::string>& headers) {
  for (const std::string& pair : query) {
    const auto [name, value] = split_pair(pair);
    call(spk_request_add_raw_query, request, name.data(), name.size(), value.data(), value.size());
  }
  for (const std::string& pair : headers) {
    const auto [name, value] = split_pair(pair);
    call(spk_request_set_raw_header, request, name.data(), name.size(), value.data(), value.size());
  }
}

}  // namespace spectrakit::cli
