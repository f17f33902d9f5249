#include "sandbox/pacing_sinks.h"

#include <algorithm>

#include "sandbox/answer_head.h"

namespace spectrakit::sandbox {

bool WaitingSink::write(std::string_view bytes) {
  if (!has_waited_) is_open_ = wait_();
  has_waited_ = true;
  return is_open_ && next().write(bytes);
}

bool BodyWaitingSink::write(std::string_view bytes) {
  if (has_waited_) return next().write(bytes);
  has_waited_ = true;
  const size_t head_bytes = answer_head_bytes(bytes);
  if (!next().write(bytes.substr(0, head_bytes)) || !next().flush() || !peer_.wait(delay_ms_)) return false;
  return next().write(bytes.substr(head_bytes));
}

bool DrippingSink::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::string_view drop = bytes.substr(0, drop_bytes_);
    if (!next().write(drop) || !next().flush() || !peer_.wait(delay_ms_)) return false;
    bytes.remove_prefix(drop.size());
  }
  return true;
}

bool CuttingSink::write(std::string_view bytes) {
  const std::string_view passing = bytes.substr(0, std::min<uint64_t>(passing_bytes_, bytes.size()));
  passing_bytes_ -= passing.size();
  return passing.empty() || next().write(passing);
}

}  // namespace spectrakit::sandbox
