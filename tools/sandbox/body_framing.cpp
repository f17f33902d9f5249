#include "sandbox/body_framing.h"

#include <algorithm>
#include <charconv>

namespace spectrakit::sandbox {
namespace {

constexpr size_t kMaxLineBytes = 8192;

bool parse_number(std::string_view text, int base, uint64_t* number) {
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), *number, base);
  return error == std::errc() && stopped == text.data() + text.size();
}

}  // namespace

BodyFraming::BodyFraming(const RequestHead& head) {
  if (head.header_has_token("transfer-encoding", "chunked")) {
    state_ = State::kChunkSize;
    return;
  }
  const std::string_view length = head.header("content-length");
  if (length.empty()) return;
  if (!parse_number(length, 10, &remaining_bytes_)) {
    state_ = State::kMalformed;
  } else if (remaining_bytes_ > 0) {
    state_ = State::kPayload;
  }
}

std::string BodyFraming::finish_digest() {
  static const std::string kDigestOfNothing = Digest().finish();
  return digest_ ? digest_->finish() : kDigestOfNothing;
}

size_t BodyFraming::consume(std::string_view bytes) {
  size_t used = 0;
  while (used < bytes.size() && !is_complete() && !is_malformed()) {
    if (state_ == State::kPayload) {
      used += consume_payload(bytes.substr(used), State::kComplete);
    } else if (state_ == State::kChunkPayload) {
      used += consume_payload(bytes.substr(used), State::kChunkEnd);
    } else {
      consume_line_byte(bytes[used++]);
    }
  }
  return used;
}

size_t BodyFraming::consume_payload(std::string_view bytes, State next_state) {
  const std::string_view payload = bytes.substr(0, std::min<uint64_t>(bytes.size(), remaining_bytes_));
  if (!digest_) digest_.emplace();
  digest_->update(payload);
  payload_bytes_ += payload.size();
  remaining_bytes_ -= payload.size();
  if (remaining_bytes_ == 0) state_ = next_state;
  return payload.size();
}

void BodyFraming::consume_line_byte(char byte) {
  line_ += byte;
  if (byte == '\n') {
    end_of_line();
    line_.clear();
  } else if (line_.size() > kMaxLineBytes) {
    state_ = State::kMalformed;
  }
}

void BodyFraming::end_of_line() {
  std::string_view line = line_;
  line.remove_suffix(line.ends_with("\r\n") ? 2 : 1);
  if (state_ == State::kChunkEnd) {
    state_ = line.empty() ? State::kChunkSize : State::kMalformed;
  } else if (state_ == State::kTrailer) {
    if (line.empty()) state_ = State::kComplete;
  } else {
    const std::string_view size = line.substr(0, line.find_first_of("; \t"));
    if (!parse_number(size, 16, &remaining_bytes_)) {
      state_ = State::kMalformed;
    } else {
      state_ = remaining_bytes_ == 0 ? State::kTrailer : State::kChunkPayload;
    }
  }
}

}  // namespace spectrakit::sandbox
