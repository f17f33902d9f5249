#include "support/text_table.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace spectrakit::support {

namespace {

constexpr std::size_t kGapColumns = 2;
constexpr std::size_t kNarrowestColumn = 4;

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

}  // namespace

std::string printable(std::string text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) text[i] = ' ';
    // U+0080 to U+009F are control characters too; in UTF-8 they are C2 80 to C2 9F.
    const bool is_second_control_set = byte == 0xC2 && i + 1 < text.size() &&
                                       static_cast<unsigned char>(text[i + 1]) >= 0x80 &&
                                       static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (is_second_control_set) text[i] = text[i + 1] = ' ';
  }
  return text;
}

std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return !is_continuation(byte); }));
}

std::string cut_to_width(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return {};
  std::size_t end = 0;
  for (std::size_t columns = 0; end < text.size(); ++end) {
    if (!is_continuation(text[end]) && ++columns == width) break;
  }
  return std::string(text.substr(0, end)) + "…";
}

TextTable::TextTable(std::ostream& out, std::optional<std::size_t> max_width, std::vector<std::string> titles)
    : out_(out), max_width_(max_width) {
  rows_.push_back(std::move(titles));
}

void TextTable::add_row(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = printable(std::move(cell));
  rows_.push_back(std::move(cells));
}

void TextTable::flush() {
  if (widths_.empty()) settle_widths();
  for (const auto& row : rows_) print_row(row);
  rows_.clear();
  out_.flush();
}

void TextTable::settle_widths() {
  widths_.assign(rows_.front().size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths_[i] = std::max(widths_[i], display_width(row[i]));
  }
  if (!max_width_) return;
  std::size_t total = std::accumulate(widths_.begin(), widths_.end(), kGapColumns * (widths_.size() - 1));
  while (total > *max_width_) {
    const auto widest = std::max_element(widths_.begin(), widths_.end());
    if (*widest <= kNarrowestColumn) break;
    --*widest;
    --total;
  }
}

void TextTable::print_row(const std::vector<std::string>& cells) const {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string cell = max_width_ ? cut_to_width(cells[i], widths_[i]) : cells[i];
    const std::size_t width = display_width(cell);
    line += cell;
    if (i + 1 == cells.size()) break;
    line.append(kGapColumns + (width < widths_[i] ? widths_[i] - width : 0), ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out_ << line << '\n';
}

}  // namespace spectrakit::support
