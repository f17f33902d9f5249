#ifndef SPECTRAKIT_TOOLS_SANDBOX_ANSWER_HEAD_H
#define SPECTRAKIT_TOOLS_SANDBOX_ANSWER_HEAD_H

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spectrakit::sandbox {

/// The status line and headers of an answer, between the server that made them and the wire.
class AnswerHead {
 public:
  /// Takes a head as the server writes it, with or without the empty line at its end.
  explicit AnswerHead(std::string_view bytes);

  int status() const;
  void set_status(int status);
  bool has(std::string_view name) const;
  /// Replaces all headers of this name, in any case, by one at the end.
  void set(const std::string& name, const std::string& value);
  void remove(std::string_view name);
  /// Adds a header whatever stands there.
  void add(const std::string& name, const std::string& value) { headers_.emplace_back(name, value); }

  /// With the empty line at the end.
  std::string bytes() const;

 private:
  std::string status_line_;
  std::vector<std::pair<std::string, std::string>> headers_;
};

/// The size of the head at the start of an answer, with its empty line; all of `bytes` when that is not there.
size_t answer_head_bytes(std::string_view bytes);

}  // namespace spectrakit::sandbox

#endif
