#ifndef SPECTRAKIT_SUPPORT_PROGRESS_LINE_H
#define SPECTRAKIT_SUPPORT_PROGRESS_LINE_H

#include <cstdint>
#include <string>

namespace spectrakit::support {

/** One line on stderr with a bar that shows how far a job is. Shows nothing when stderr is no terminal. */
class ProgressLine {
 public:
  explicit ProgressLine(std::string label);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show_bytes(std::uint64_t done_bytes, std::uint64_t total_bytes);
  void show_count(std::uint64_t done_count, std::uint64_t total_count);
  /** Takes the line away; the next `show` brings it back. */
  void clear();
  /** From now on nothing is shown. */
  void disable();

 private:
  void show(std::uint64_t done, std::uint64_t total, const std::string& figures);

  std::string label_;
  std::string shown_;
  bool enabled_;
};

}  // namespace spectrakit::support

#endif
