#include "key_input.h"

#include <support/terminal.h>
#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <optional>

#include "interrupt.h"
#include "usage_error.h"

namespace spectrakit::cli {

namespace {

/** A terminal that shows nothing of what is typed, as long as this lives. */
class SilentTerminal {
 public:
  explicit SilentTerminal(int descriptor) : descriptor_(descriptor) {
    tcgetattr(descriptor_, &before_);
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(descriptor_, TCSAFLUSH, &silent);
  }
  ~SilentTerminal() {
    tcsetattr(descriptor_, TCSAFLUSH, &before_);
    std::cerr << '\n';
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

 private:
  int descriptor_;
  termios before_{};
};

/** Byte by byte, so that nothing behind the line is taken away from whoever reads next. */
std::string read_line(int descriptor, InterruptWatch& interrupts) {
  std::string line;
  while (true) {
    if (const auto signal_number = interrupts.wait_readable(descriptor)) throw Interrupted{*signal_number, false};
    char byte = 0;
    if (read(descriptor, &byte, 1) != 1 || byte == '\n') break;
    line += byte;
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

}  // namespace

std::string read_key(int descriptor) {
  InterruptWatch interrupts;
  std::optional<SilentTerminal> silence;
  if (support::is_terminal(descriptor)) {
    silence.emplace(descriptor);
    std::cerr << "API key (it is not shown): " << std::flush;
  }
  std::string key = read_line(descriptor, interrupts);
  if (key.empty()) throw UsageError("no API key was given; write it to standard input");
  return key;
}

}  // namespace spectrakit::cli
