#ifndef SPECTRAKIT_TOOLS_SANDBOX_ANSWER_EDIT_H
#define SPECTRAKIT_TOOLS_SANDBOX_ANSWER_EDIT_H

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandbox/answer_head.h"
#include "sandbox/byte_sink.h"

namespace spectrakit::sandbox {

/// What is changed about a whole answer before it goes over the wire.
struct AnswerEdit {
  enum class Spoil { kNothing, kCutJson, kHtml, kEmpty };
  enum class Gzip { kNone, kGood, kCorrupt, kWrongChecksum, kCut, kNotGzip };
  enum class Chunks { kNone, kGood, kBadSize, kShortSize, kNoEnd };

  // The content.
  std::optional<int> status;
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<std::string> body;
  std::optional<std::string> next_link;
  Spoil spoil = Spoil::kNothing;
  /// Spaces behind the body.
  uint64_t pad_bytes = 0;
  // How it goes over the wire.
  Gzip gzip = Gzip::kNone;
  Chunks chunks = Chunks::kNone;
  int64_t content_length_delta = 0;
  uint64_t pad_header_bytes = 0;

  /// Whether the client can not know where the answer ends unless the connection does.
  bool hides_the_end() const;
};

/// Holds an answer with a Content-Length back until it is whole, and sends it as the edit says.
class EditingSink : public FilterSink {
 public:
  EditingSink(std::unique_ptr<ByteSink> next, AnswerEdit edit, bool sends_body)
      : FilterSink(std::move(next)), edit_(std::move(edit)), sends_body_(sends_body) {}
  bool write(std::string_view bytes) override;
  bool flush() override { return true; }
  bool end() override;

 private:
  void edit_content(AnswerHead& head, std::string& body) const;
  void set_framing(AnswerHead& head, uint64_t body_bytes) const;
  bool send_body(std::string_view body, uint64_t padding_bytes);

  const AnswerEdit edit_;
  const bool sends_body_;
  std::string answer_;
};

}  // namespace spectrakit::sandbox

#endif
