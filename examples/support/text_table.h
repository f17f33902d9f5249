#ifndef SPECTRAKIT_SUPPORT_TEXT_TABLE_H
#define SPECTRAKIT_SUPPORT_TEXT_TABLE_H

#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace spectrakit::support {

/** The text with every control character replaced, so that data can not steer a terminal. */
std::string printable(std::string text);

/** How many columns UTF-8 text takes, one a character: right for Latin letters. */
std::size_t display_width(std::string_view text);

/** The text, cut to at most `width` columns with an ellipsis in place of what is missing. */
std::string cut_to_width(std::string_view text, std::size_t width);

/**
 * Aligned columns for people. The rows of the first flush settle the widths, so that a long list prints as it comes.
 * Without a `max_width` nothing is ever cut: a wider cell of a later row pushes its neighbors aside.
 */
class TextTable {
 public:
  TextTable(std::ostream& out, std::optional<std::size_t> max_width, std::vector<std::string> titles);

  /** One cell a title. */
  void add_row(std::vector<std::string> cells);
  /** Prints the rows that were added since the last flush; the titles come first. */
  void flush();

 private:
  void settle_widths();
  void print_row(const std::vector<std::string>& cells) const;

  std::ostream& out_;
  std::optional<std::size_t> max_width_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> widths_;
};

}  // namespace spectrakit::support

#endif
