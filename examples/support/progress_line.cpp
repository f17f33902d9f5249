#include "support/progress_line.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "support/terminal.h"
#include "support/text_table.h"

namespace spectrakit::support {

namespace {

constexpr std::size_t kWidestBar = 30;
constexpr std::size_t kNarrowestBar = 8;
/** Two spaces and the brackets. */
constexpr std::size_t kAroundBar = 4;

std::string megabytes(std::uint64_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", static_cast<double>(bytes) / 1e6);
  return text;
}

/** Empty when there is not enough room for one that says anything. */
std::string bar(std::uint64_t done, std::uint64_t total, std::size_t room) {
  if (room < kNarrowestBar + kAroundBar) return {};
  const std::size_t width = std::min(kWidestBar, room - kAroundBar);
  const auto filled =
      static_cast<std::size_t>(static_cast<double>(width) * static_cast<double>(done) / static_cast<double>(total));
  return "  [" + std::string(filled, '#') + std::string(width - filled, '-') + "]";
}

}  // namespace

ProgressLine::ProgressLine(std::string label)
    : label_(printable(std::move(label))), enabled_(is_terminal(STDERR_FILENO)) {}

ProgressLine::~ProgressLine() {
  clear();
}

void ProgressLine::show_bytes(std::uint64_t done_bytes, std::uint64_t total_bytes) {
  show(done_bytes, total_bytes, megabytes(done_bytes) + " of " + megabytes(total_bytes) + " MB");
}

void ProgressLine::show_count(std::uint64_t done_count, std::uint64_t total_count) {
  show(done_count, total_count, std::to_string(done_count) + " of " + std::to_string(total_count));
}

void ProgressLine::clear() {
  if (!shown_.empty()) std::fputs("\r\033[K", stderr);
  shown_.clear();
}

void ProgressLine::disable() {
  clear();
  enabled_ = false;
}

void ProgressLine::show(std::uint64_t done, std::uint64_t total, const std::string& figures) {
  if (!enabled_ || total == 0) return;
  done = std::min(done, total);
  const std::string end = "  " + std::to_string(done * 100 / total) + " %  " + figures;
  const std::size_t width = terminal_width(STDERR_FILENO).value_or(80);
  const std::size_t room = width > end.size() + 1 ? width - end.size() - 1 : 0;
  const std::string label = cut_to_width(label_, room);
  std::string line = label + bar(done, total, room - display_width(label)) + end;
  if (line == shown_) return;
  shown_ = std::move(line);
  std::fprintf(stderr, "\r%s\033[K", shown_.c_str());
  std::fflush(stderr);
}

}  // namespace spectrakit::support
