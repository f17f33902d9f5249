#ifndef SPECTRAKIT_SUPPORT_PROGRESS_LINE_H
#define SPECTRAKIT_SUPPORT_PROGRESS_LINE_H

#include <cstdint>
#include <string>

namespace spectrakit::support {

/** One line on stderr that shows how far an upload is. Shows nothing when stderr is no terminal. */
class ProgressLine {
 public:
  explicit ProgressLine(std::string label);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(std::uint64_t sent_bytes, std::uint64_t total_bytes);

 private:
  std::string label_;
  std::string shown_;
  bool enabled_;
};

}  // namespace spectrakit::support

#endif
