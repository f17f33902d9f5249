#ifndef SPECTRAKIT_CLI_LIST_WALK_H
#define SPECTRAKIT_CLI_LIST_WALK_H

#include <support/progress_line.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>

#include "output.h"
#include "session.h"

namespace spectrakit::cli {

/** How much of a list is wanted. */
struct ListExtent {
  std::optional<std::uint64_t> record_limit;
  bool is_one_page = false;
};

/** The options `--all` and `--limit`. */
class ExtentOptions {
 public:
  /** Adds the options to the list command `command`, which this object outlives. */
  void add_to(CLI::App& command);
  /**
   * Left out, a person gets one page, and a program everything, so that it never takes a part for the whole; naming a
   * page asks for that page.
   */
  ListExtent extent(OutputFormat format, bool names_page) const;

 private:
  std::optional<std::uint64_t> record_limit_;
  bool wants_all_ = false;
};

/** The walk over a list's pages, which writes the records as they come. */
class ListWalk {
 public:
  ListWalk(Session& session, RecordWriter& writer);

  void run(const spk_request* request, const ListExtent& extent);
  /** Whether the list was asked for records and has none. */
  bool found_nothing() const { return was_asked_ && written_ == 0 && !has_more_; }
  /** What a person has to know about records that were not shown; empty when all were. */
  std::string missing_note() const;

 private:
  bool take_page(const spk_document* page, bool is_last, const ListExtent& extent);

  Session& session_;
  RecordWriter& writer_;
  support::ProgressLine progress_;
  std::uint64_t written_ = 0;
  bool was_asked_ = false;
  /** How many records the list has; nothing when the service does not say. */
  std::optional<std::uint64_t> total_;
  bool has_more_ = false;
};

}  // namespace spectrakit::cli

#endif
