#include "list_walk.h"

#include <support/terminal.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "whole_number.h"

namespace spectrakit::cli {

namespace {

std::optional<std::uint64_t> total_of(const spk_document* page) {
  const spk_value meta = spk_value_member(spk_document_root(page), "meta", SPK_NUL);
  const spk_value records = spk_value_member(spk_value_member(meta, "pagination", SPK_NUL), "records", SPK_NUL);
  std::int64_t count = 0;
  if (spk_value_int64(records, &count, nullptr) != SPK_OK || count < 0) return std::nullopt;
  return static_cast<std::uint64_t>(count);
}

}  // namespace

void ExtentOptions::add_to(CLI::App& command) {
  CLI::Option* const limit =
      command.add_option("--limit", record_limit_, "Stop after so many records")->check(whole_number(true));
  command.add_flag("--all", wants_all_, "Every page; for people the default is one page, for programs it is this")
      ->excludes(limit);
}

ListExtent ExtentOptions::extent(OutputFormat format, bool names_page) const {
  if (wants_all_ || record_limit_) return {record_limit_, false};
  return {std::nullopt, names_page || format == OutputFormat::kTable};
}

ListWalk::ListWalk(Session& session, RecordWriter& writer) : session_(session), writer_(writer), progress_("records") {
  // Where the records themselves appear, nobody needs to be told how many there are.
  if (support::is_terminal(STDOUT_FILENO)) progress_.disable();
}

void ListWalk::run(const spk_request* request, const ListExtent& extent) {
  if (extent.record_limit != std::uint64_t{0}) {
    session_.walk_pages(request,
                        [&](const spk_document* page, bool is_last) { return take_page(page, is_last, extent); });
  }
  progress_.clear();
  writer_.finish();
}

bool ListWalk::take_page(const spk_document* page, bool is_last, const ListExtent& extent) {
  const std::uint64_t page_count = spk_document_record_count(page);
  const std::uint64_t wanted = extent.record_limit ? *extent.record_limit - written_ : page_count;
  const std::uint64_t count = std::min(wanted, page_count);
  for (std::uint64_t i = 0; i < count; ++i) writer_.write(spk_document_record(page, i));
  write_all_included(writer_, page);
  writer_.flush();
  written_ += count;
  total_ = total_of(page);
  has_more_ = !is_last || count < page_count;
  was_asked_ = true;
  if (total_) progress_.show_count(written_, *total_);
  return !extent.is_one_page && (!extent.record_limit || written_ < *extent.record_limit);
}

std::string ListWalk::missing_note() const {
  if (!has_more_) return {};
  const std::string total = total_ ? " of " + std::to_string(*total_) : "";
  return std::to_string(written_) + total + " shown; --all lists every one";
}

}  // namespace spectrakit::cli
