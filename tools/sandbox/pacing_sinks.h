#ifndef SPECTRAKIT_TOOLS_SANDBOX_PACING_SINKS_H
#define SPECTRAKIT_TOOLS_SANDBOX_PACING_SINKS_H

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "sandbox/byte_sink.h"
#include "sandbox/peer.h"

namespace spectrakit::sandbox {

/// Waits before the first byte of the answer; the work is done by then.
class WaitingSink : public FilterSink {
 public:
  /// `wait` returns false when the client left.
  WaitingSink(std::unique_ptr<ByteSink> next, std::function<bool()> wait)
      : FilterSink(std::move(next)), wait_(std::move(wait)) {}
  bool write(std::string_view bytes) override;

 private:
  std::function<bool()> wait_;
  bool has_waited_ = false;
  bool is_open_ = false;
};

/// Sends the head, waits, and sends the body.
class BodyWaitingSink : public FilterSink {
 public:
  BodyWaitingSink(std::unique_ptr<ByteSink> next, Peer& peer, int64_t delay_ms)
      : FilterSink(std::move(next)), peer_(peer), delay_ms_(delay_ms) {}
  bool write(std::string_view bytes) override;

 private:
  Peer& peer_;
  const int64_t delay_ms_;
  bool has_waited_ = false;
};

/// Sends a few bytes at a time, with a pause after each few.
class DrippingSink : public FilterSink {
 public:
  DrippingSink(std::unique_ptr<ByteSink> next, Peer& peer, size_t drop_bytes, int64_t delay_ms)
      : FilterSink(std::move(next)), peer_(peer), drop_bytes_(drop_bytes), delay_ms_(delay_ms) {}
  bool write(std::string_view bytes) override;

 private:
  Peer& peer_;
  const size_t drop_bytes_;
  const int64_t delay_ms_;
};

/// Lets the first bytes pass and swallows the rest.
class CuttingSink : public FilterSink {
 public:
  CuttingSink(std::unique_ptr<ByteSink> next, uint64_t passing_bytes)
      : FilterSink(std::move(next)), passing_bytes_(passing_bytes) {}
  bool write(std::string_view bytes) override;

 private:
  uint64_t passing_bytes_;
};

}  // namespace spectrakit::sandbox

#endif
