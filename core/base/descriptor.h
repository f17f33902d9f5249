#pragma once

namespace spectrakit {

/// A file descriptor that is closed with its owner.
class Descriptor {
 public:
  /// Takes what a system call gave; throws std::system_error with `what` when that was a failure.
  Descriptor(int descriptor, const char* what);
  ~Descriptor();
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return descriptor_; }

 private:
  const int descriptor_;
};

}  // namespace spectrakit
