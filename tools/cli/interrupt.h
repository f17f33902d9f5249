#ifndef SPECTRAKIT_CLI_INTERRUPT_H
#define SPECTRAKIT_CLI_INTERRUPT_H

#include <optional>

namespace spectrakit::cli {

/** Thrown when a person (or a service manager) asked the program to end. */
struct Interrupted {
  int signal_number;
  /** A write was under way and may have happened. */
  bool write_is_unclear;
};

/**
 * Turns SIGINT and SIGTERM into something to poll, so that a call under way can be canceled in order. Made before
 * any thread starts, because threads inherit the mask that keeps the signals away from them.
 */
class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  /** Waits until `descriptor` is readable or a signal came; gives the signal's number in that case. */
  std::optional<int> wait_readable(int descriptor);

 private:
  int signal_descriptor_;
};

}  // namespace spectrakit::cli

#endif
