#include "help_formatter.h"

#include <support/terminal.h>
#include <support/text_table.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>
#include <utility>

namespace spectrakit::cli {

namespace {

constexpr std::size_t kNameColumns = 30;
constexpr std::size_t kWidestLine = 110;
constexpr std::size_t kNarrowestText = 20;

std::string wrapped(const std::string& text, std::size_t width) {
  std::istringstream words(text);
  std::string result;
  std::size_t line_width = 0;
  for (std::string word; words >> word;) {
    const std::size_t word_width = support::display_width(word);
    if (line_width > 0) {
      const bool fits = line_width + 1 + word_width <= width;
      result += fits ? ' ' : '\n';
      line_width = fits ? line_width + 1 : 0;
    }
    result += word;
    line_width += word_width;
  }
  return result;
}

}  // namespace

HelpFormatter::HelpFormatter()
    : line_width_(std::min(kWidestLine, support::terminal_width(STDOUT_FILENO).value_or(kWidestLine))) {
  column_width(kNameColumns);
}

std::string HelpFormatter::make_help(const CLI::App* command, std::string name, CLI::AppFormatMode mode) const {
  // The base class puts two empty lines between groups.
  return CLI::detail::find_and_replace(CLI::Formatter::make_help(command, std::move(name), mode), "\n\n\n", "\n\n");
}

std::string HelpFormatter::make_option_opts(const CLI::Option* option) const {
  std::string text;
  if (option->get_type_size() != 0) {
    // Behind the colon stand the checks, which the description speaks of.
    const std::string type = option->get_type_name();
    text += " " + type.substr(0, type.find(':'));
    if (!option->get_default_str().empty()) text += "=" + option->get_default_str();
  }
  return option->get_required() && option->nonpositional() ? text + " (required)" : text;
}

std::string HelpFormatter::make_option_desc(const CLI::Option* option) const {
  return wrapped_description(option->get_description());
}

std::string HelpFormatter::make_subcommand(const CLI::App* command) const {
  std::ostringstream line;
  CLI::detail::format_help(line, command->get_name(), wrapped_description(command->get_description()), kNameColumns);
  return line.str();
}

std::string HelpFormatter::wrapped_description(const std::string& description) const {
  const std::size_t width = std::max(kNarrowestText, line_width_ - std::min(line_width_, kNameColumns));
  return wrapped(description, width);
}

std::string HelpFormatter::make_footer(const CLI::App* command) const {
  const std::string footer = CLI::Formatter::make_footer(command);
  if (command->get_parent() == nullptr) return footer;
  return footer + "\nspectrakit --help lists the options that every command takes.\n";
}

}  // namespace spectrakit::cli
