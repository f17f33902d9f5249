#ifndef SPECTRAKIT_TESTS_SUPPORT_SANDBOX_PROCESS_H
#define SPECTRAKIT_TESTS_SUPPORT_SANDBOX_PROCESS_H

#include <sys/types.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace spectrakit::tests {

/// The sandbox ended instead of becoming ready.
struct SandboxFailed : std::runtime_error {
  SandboxFailed(int code, const std::string& errors)
      : std::runtime_error("the sandbox ended with exit code " + std::to_string(code) + ": " + errors),
        exit_code(code),
        error_output(errors) {}
  int exit_code;
  std::string error_output;
};

/// A running `spectrakit sandbox` on a free port, ended with this object.
class SandboxProcess {
 public:
  /// Starts it, with further arguments behind, and waits until it is ready. Throws SandboxFailed.
  explicit SandboxProcess(const std::vector<std::string>& extra_arguments = {});
  ~SandboxProcess();
  SandboxProcess(const SandboxProcess&) = delete;
  SandboxProcess& operator=(const SandboxProcess&) = delete;

  /// Its address without a slash at the end, such as "http://127.0.0.1:40123".
  std::string url() const { return url_; }
  int port() const;
  std::string api_key() const { return api_key_; }
  /// The file of its clock, for spk_experimental_clock_open.
  std::string clock_path() const { return clock_path_; }
  pid_t process_id() const { return process_id_; }
  /// The most memory that was resident so far.
  int64_t peak_memory_bytes() const;
  /// The memory that is resident now.
  int64_t resident_memory_bytes() const;

  /// Adds a fault rule and returns its id.
  int64_t add_fault(const nlohmann::json& rule);
  void clear_faults();
  /// Lets held answers go.
  void release();
  /// What was received, oldest first.
  nlohmann::json requests();
  void clear_requests();
  /// An admin call; its answer's JSON, null when that has no body. Throws when the status is no success.
  nlohmann::json admin(const std::string& method, const std::string& path, const nlohmann::json& body = nullptr);

  void send_signal(int signal_number) const;
  /// Ends its standard input and waits for its end; the exit code.
  int stop();
  /// Waits for its end without asking for it; the exit code, or 128 and the signal that killed it.
  int wait_for_exit();

 private:
  void start(const std::vector<std::string>& arguments);
  void read_ready_line();
  std::string error_output() const;
  int64_t memory_bytes(const std::string& measure) const;

  pid_t process_id_ = -1;
  int input_ = -1;
  int output_ = -1;
  int errors_ = -1;
  int exit_code_ = -1;
  std::string url_;
  std::string api_key_;
  std::string clock_path_;
};

}  // namespace spectrakit::tests

#endif
