#ifndef SPECTRAKIT_CLI_WHOLE_NUMBER_H
#define SPECTRAKIT_CLI_WHOLE_NUMBER_H

#include <CLI/CLI.hpp>
#include <string>

namespace spectrakit::cli {

/** The value of an option has to be a whole number; the parser's own refusal would show the bounds of a double. */
inline CLI::Validator whole_number(bool may_be_zero) {
  const auto problem_of = [may_be_zero](const std::string& text) -> std::string {
    const bool is_number = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    const bool is_zero = text.find_first_not_of('0') == std::string::npos;
    // The parser behind would take a leading zero for the mark of an octal number.
    const bool has_leading_zero = text.size() > 1 && text[0] == '0';
    if (is_number && !has_leading_zero && (may_be_zero || !is_zero)) return "";
    return may_be_zero ? "takes a whole number" : "takes a whole number above 0";
  };
  return CLI::Validator(problem_of, "");
}

}  // namespace spectrakit::cli

#endif
