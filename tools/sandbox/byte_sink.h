#ifndef SPECTRAKIT_TOOLS_SANDBOX_BYTE_SINK_H
#define SPECTRAKIT_TOOLS_SANDBOX_BYTE_SINK_H

#include <memory>
#include <string_view>
#include <utility>

namespace spectrakit::sandbox {

/// Where the bytes of an answer go, head and body alike. The first write holds the whole head. All return false when
/// the client is gone.
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual bool write(std::string_view bytes) = 0;
  /// What was written leaves now.
  virtual bool flush() = 0;
  /// The answer is complete.
  virtual bool end() = 0;
};

/// A sink in front of another one, which it owns.
class FilterSink : public ByteSink {
 public:
  explicit FilterSink(std::unique_ptr<ByteSink> next) : next_(std::move(next)) {}
  bool flush() override { return next_->flush(); }
  bool end() override { return next_->end(); }

 protected:
  ByteSink& next() { return *next_; }

 private:
  std::unique_ptr<ByteSink> next_;
};

}  // namespace spectrakit::sandbox

#endif
