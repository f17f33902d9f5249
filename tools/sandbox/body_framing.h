#ifndef SPECTRAKIT_TOOLS_SANDBOX_BODY_FRAMING_H
#define SPECTRAKIT_TOOLS_SANDBOX_BODY_FRAMING_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sandbox/digest.h"
#include "sandbox/request_head.h"

namespace spectrakit::sandbox {

/// Where the body of a request ends, found from its raw bytes as they pass by.
class BodyFraming {
 public:
  explicit BodyFraming(const RequestHead& head);

  /// Whether the length that the head announces makes no sense.
  bool is_malformed() const { return state_ == State::kMalformed; }
  bool is_complete() const { return state_ == State::kComplete; }

  /// Takes the next raw bytes; returns how many of them belong to the body.
  size_t consume(std::string_view bytes);

  /// The size and SHA-256 digest of what the body carried so far, without the marks of chunks. The digest is final.
  uint64_t payload_bytes() const { return payload_bytes_; }
  std::string finish_digest();

 private:
  enum class State { kPayload, kChunkSize, kChunkPayload, kChunkEnd, kTrailer, kComplete, kMalformed };

  size_t consume_payload(std::string_view bytes, State next_state);
  void consume_line_byte(char byte);
  void end_of_line();

  State state_ = State::kComplete;
  uint64_t remaining_bytes_ = 0;
  uint64_t payload_bytes_ = 0;
  std::string line_;
  /// Nothing until the first byte of the payload.
  std::optional<Digest> digest_;
};

}  // namespace spectrakit::sandbox

#endif
