#include "support/progress_line.h"

#include <unistd.h>

#include <cstdio>
#include <utility>

#include "support/terminal.h"
#include "support/text_table.h"

namespace spectrakit::support {

namespace {

std::string megabytes(std::uint64_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", static_cast<double>(bytes) / 1e6);
  return text;
}

}  // namespace

ProgressLine::ProgressLine(std::string label)
    : label_(printable(std::move(label))), enabled_(is_terminal(STDERR_FILENO)) {}

ProgressLine::~ProgressLine() {
  if (!shown_.empty()) std::fputs("\r\033[K", stderr);
}

void ProgressLine::show(std::uint64_t sent_bytes, std::uint64_t total_bytes) {
  if (!enabled_ || total_bytes == 0) return;
  const std::uint64_t percent = sent_bytes * 100 / total_bytes;
  const std::string figures =
      "  " + std::to_string(percent) + " %  " + megabytes(sent_bytes) + " of " + megabytes(total_bytes) + " MB";
  const std::size_t width = terminal_width(STDERR_FILENO).value_or(80);
  const std::size_t label_width = width > figures.size() + 1 ? width - figures.size() - 1 : 0;
  std::string line = cut_to_width(label_, label_width) + figures;
  if (line == shown_) return;
  shown_ = std::move(line);
  std::fprintf(stderr, "\r%s\033[K", shown_.c_str());
  std::fflush(stderr);
}

}  // namespace spectrakit::support
