#ifndef SPECTRAKIT_CLI_OPERATION_OPTIONS_H
#define SPECTRAKIT_CLI_OPERATION_OPTIONS_H

#include <support/handles.h>

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "operation_flags.h"

namespace spectrakit::cli {

/** A `name=value` that a person typed. */
struct NameAndValue {
  std::string name;
  std::string value;
};

/** Adds an option that takes `name=value` and may be repeated. */
CLI::Option* add_pair_option(CLI::App& command, const std::string& option, std::vector<std::string>& pairs,
                             const std::string& help);
/** Splits at the first "=", which the option of add_pair_option has made sure is there. */
NameAndValue split_pair(const std::string& pair);

/** Another name for an option, shorter to type. */
struct Alias {
  std::string_view option;
  std::string_view alias;
};

/**
 * The options of a command that is one operation: a flag for each documented parameter and attribute, and the raw
 * ones for what is not documented. What the documentation rules out is refused by the request itself.
 */
class OperationOptions {
 public:
  /** Adds the options to `command`, which this object outlives. */
  void add_to(CLI::App& command, spk_operation operation, std::span<const Alias> aliases = {});
  /** The request that the options ask for. Throws support::Failure. */
  support::RequestHandle make_request() const;

  bool asks_for_include() const;
  bool names_page() const;
  /** Whether anything is to be written into the record. */
  bool has_attributes() const;
  /** The file that is sent, as a label for people; empty when there is none. */
  std::string file_label() const;

 private:
  struct FlagValues {
    const Flag* flag;
    std::vector<std::string> values;
  };

  void add_flag(CLI::App& command, FlagValues& target, const std::string& names);
  void add_attribute_options(CLI::App& command);
  void apply_flag(spk_request* request, const FlagValues& set) const;
  void apply_attribute(spk_request* request, const FlagValues& set) const;
  void apply_raw(spk_request* request) const;
  bool is_set(std::string_view name) const;

  spk_operation operation_ = 0;
  /** Never grows after add_to: the parser keeps addresses of its elements. */
  std::vector<FlagValues> flags_;
  std::vector<std::string> attributes_;
  std::vector<std::string> json_attributes_;
  std::vector<std::string> cleared_attributes_;
  std::vector<std::string> raw_query_;
  std::vector<std::string> raw_headers_;
};

/** `--raw-query` and `--raw-header`, which every command that sends a request has. */
void add_raw_options(CLI::App& command, std::vector<std::string>& query, std::vector<std::string>& headers);
void apply_raw_options(spk_request* request, const std::vector<std::string>& query,
                       const std::vector<std::string>& headers);

}  // namespace spectrakit::cli

#endif
