#include "sandbox/answer_edit.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "sandbox/gzip.h"
#include "sandbox/request_head.h"

namespace spectrakit::sandbox {
namespace {

using Chunks = AnswerEdit::Chunks;
using Gzip = AnswerEdit::Gzip;
using Spoil = AnswerEdit::Spoil;

constexpr size_t kPieceBytes = 64 * 1024;
constexpr char kHtmlPage[] =
    "<!DOCTYPE html>\n<html><head><title>Please wait</title></head>\n<body><p>We will be right "
    "back.</p></body></html>\n";

/// Writes a body in chunks, well or badly.
class ChunkWriter {
 public:
  ChunkWriter(ByteSink& sink, Chunks kind) : sink_(sink), kind_(kind) {}

  bool write(std::string_view bytes) {
    // Small enough that the answer to a read of one record has several.
    constexpr size_t kChunkBytes = 512;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), kChunkBytes))) {
      if (!write_chunk(bytes.substr(0, kChunkBytes))) return false;
    }
    return true;
  }

  bool finish() { return kind_ == Chunks::kGood || kind_ == Chunks::kShortSize ? sink_.write("0\r\n\r\n") : true; }

 private:
  bool write_chunk(std::string_view bytes) {
    const bool is_second = ++chunk_count_ == 2;
    const size_t size = is_second && kind_ == Chunks::kShortSize ? bytes.size() - 1 : bytes.size();
    std::array<char, 32> line{};
    std::snprintf(line.data(), line.size(), "%zx\r\n", size);
    return sink_.write(is_second && kind_ == Chunks::kBadSize ? "zz\r\n" : line.data()) && sink_.write(bytes) &&
           sink_.write("\r\n");
  }

  ByteSink& sink_;
  const Chunks kind_;
  int chunk_count_ = 0;
};

std::string with_next_link(const std::string& body, const std::string& url) {
  nlohmann::ordered_json document = nlohmann::ordered_json::parse(body, nullptr, false);
  if (!document.is_object()) return body;
  if (!document["links"].is_object()) document["links"] = nlohmann::ordered_json::object();
  document["links"]["next"] = url;
  return document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string gzipped(const std::string& body, uint64_t padding_bytes, Gzip kind) {
  constexpr size_t kTrailerBytes = 8;
  std::string bytes = gzip(body, padding_bytes);
  switch (kind) {
    case Gzip::kCorrupt:
      // Past the stream's header, so that it begins well.
      for (size_t i = bytes.size() / 2; i < bytes.size() - kTrailerBytes; ++i) bytes[i] = static_cast<char>(~bytes[i]);
      break;
    case Gzip::kWrongChecksum:
      bytes[bytes.size() - kTrailerBytes] = static_cast<char>(~bytes[bytes.size() - kTrailerBytes]);
      break;
    case Gzip::kCut:
      bytes.resize(bytes.size() / 2);
      break;
    case Gzip::kGood:
    case Gzip::kNotGzip:
    case Gzip::kNone:
      break;
  }
  return bytes;
}

void pad_head(AnswerHead& head, uint64_t padding_bytes) {
  constexpr uint64_t kLineBytes = 1024;
  const std::string name = "x-sandbox-padding";
  const uint64_t overhead_bytes = name.size() + sizeof(": \r\n") - 1;
  while (padding_bytes > 0) {
    const uint64_t line_bytes = std::min(padding_bytes, kLineBytes);
    head.add(name, std::string(line_bytes - std::min(line_bytes, overhead_bytes), 'x'));
    padding_bytes -= line_bytes;
  }
}

}  // namespace

bool AnswerEdit::hides_the_end() const {
  const bool sets_framing = std::any_of(headers.begin(), headers.end(), [](const auto& header) {
    const std::string name = lower_case(header.first);
    return name == "content-length" || name == "transfer-encoding";
  });
  return sets_framing || content_length_delta > 0 || (chunks != Chunks::kNone && chunks != Chunks::kGood);
}

bool EditingSink::write(std::string_view bytes) {
  answer_ += bytes;
  return true;
}

bool EditingSink::end() {
  // No answer came, so there is nothing to edit.
  if (answer_.empty()) return next().end();
  const size_t head_bytes = answer_head_bytes(answer_);
  AnswerHead head(std::string_view(answer_).substr(0, head_bytes));
  std::string body = answer_.substr(head_bytes);
  edit_content(head, body);
  uint64_t padding_bytes = edit_.pad_bytes;
  if (edit_.gzip != Gzip::kNone) head.set("Content-Encoding", "gzip");
  if (edit_.gzip != Gzip::kNone && edit_.gzip != Gzip::kNotGzip) {
    body = gzipped(body, padding_bytes, edit_.gzip);
    padding_bytes = 0;
  }
  if (sends_body_) set_framing(head, body.size() + padding_bytes);
  for (const auto& [name, value] : edit_.headers) head.set(name, value);
  pad_head(head, edit_.pad_header_bytes);
  return next().write(head.bytes()) && (!sends_body_ || send_body(body, padding_bytes)) && next().end();
}

void EditingSink::edit_content(AnswerHead& head, std::string& body) const {
  if (edit_.status) head.set_status(*edit_.status);
  if (edit_.body) body = *edit_.body;
  if (edit_.next_link) body = with_next_link(body, *edit_.next_link);
  if (edit_.spoil == Spoil::kCutJson) body.resize(body.size() / 2);
  if (edit_.spoil == Spoil::kEmpty) body.clear();
  if (edit_.spoil == Spoil::kHtml) {
    body = kHtmlPage;
    head.set("Content-Type", "text/html");
  }
}

void EditingSink::set_framing(AnswerHead& head, uint64_t body_bytes) const {
  head.remove("Content-Length");
  head.remove("Transfer-Encoding");
  if (edit_.chunks != Chunks::kNone) {
    head.add("Transfer-Encoding", "chunked");
    return;
  }
  const int64_t length = static_cast<int64_t>(body_bytes) + edit_.content_length_delta;
  head.add("Content-Length", std::to_string(std::max<int64_t>(length, 0)));
}

bool EditingSink::send_body(std::string_view body, uint64_t padding_bytes) {
  ChunkWriter chunks(next(), edit_.chunks);
  const bool is_chunked = edit_.chunks != Chunks::kNone;
  const auto send = [&](std::string_view bytes) { return is_chunked ? chunks.write(bytes) : next().write(bytes); };
  if (!send(body)) return false;
  const std::string spaces(std::min<uint64_t>(padding_bytes, kPieceBytes), ' ');
  while (padding_bytes > 0) {
    const std::string_view piece = std::string_view(spaces).substr(0, padding_bytes);
    if (!send(piece)) return false;
    padding_bytes -= piece.size();
  }
  return !is_chunked || chunks.finish();
}

}  // namespace spectrakit::sandbox
