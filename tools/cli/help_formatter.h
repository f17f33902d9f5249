#ifndef SPECTRAKIT_CLI_HELP_FORMATTER_H
#define SPECTRAKIT_CLI_HELP_FORMATTER_H

#include <CLI/CLI.hpp>
#include <string>

namespace spectrakit::cli {

/** Help texts that fit the terminal, and say no more about an option than a person needs. */
class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter();

  std::string make_help(const CLI::App* command, std::string name, CLI::AppFormatMode mode) const override;
  std::string make_option_opts(const CLI::Option* option) const override;
  std::string make_option_desc(const CLI::Option* option) const override;
  std::string make_subcommand(const CLI::App* command) const override;
  std::string make_footer(const CLI::App* command) const override;

 private:
  std::string wrapped_description(const std::string& description) const;

  std::size_t line_width_;
};

}  // namespace spectrakit::cli

#endif
