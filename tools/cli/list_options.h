#ifndef SPECTRAKIT_CLI_LIST_OPTIONS_H
#define SPECTRAKIT_CLI_LIST_OPTIONS_H

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "output.h"
#include "session.h"

namespace spectrakit::cli {

/** The options that every list takes, and the walk that obeys them. */
class ListOptions {
 public:
  /** Adds the options to the list command `command`, which this object outlives. */
  void add_to(CLI::App& command);
  void apply_to(spk_request* request) const;
  /** Writes the list from its first page to its last, or up to --limit. */
  void write_list(Session& session, const spk_request* request, RecordWriter& writer) const;

 private:
  std::string page_size_;
  std::optional<std::uint64_t> record_limit_;
  std::string sort_;
  std::string includes_;
  std::vector<std::string> filters_;
};

/** `--include a,b` of one record or a list. */
void add_include_option(CLI::App& command, std::string& includes);

}  // namespace spectrakit::cli

#endif
