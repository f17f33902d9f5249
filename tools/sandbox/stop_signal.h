#ifndef SPECTRAKIT_TOOLS_SANDBOX_STOP_SIGNAL_H
#define SPECTRAKIT_TOOLS_SANDBOX_STOP_SIGNAL_H

namespace spectrakit::sandbox {

/// The wish that the sandbox ends. To be made before any thread is, so that all of them leave the signals to it.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  /// Waits for SIGTERM, SIGINT or the end of standard input. A standard input that never had anything to say, such as
  /// /dev/null under a service manager, does not count.
  void wait();

 private:
  int signal_descriptor_ = -1;
};

}  // namespace spectrakit::sandbox

#endif
