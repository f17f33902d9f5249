#ifndef SPECTRAKIT_TESTS_TOOLS_CHILD_PROCESS_H
#define SPECTRAKIT_TESTS_TOOLS_CHILD_PROCESS_H

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace spectrakit::tests {

struct ChildOptions {
  /** Set on top of this process's environment; an empty value takes the variable away. */
  std::map<std::string, std::string> environment;
  /** Give it a terminal of 60 columns in place of a pipe. */
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  /** What it reads from standard input. */
  std::string input;
  /** It reads that from a terminal, as if a person typed it once a prompt has appeared on stderr. */
  bool in_is_terminal = false;
};

struct ChildResult {
  /** As a shell counts: 128 and the signal's number when a signal ended it. */
  int exit_status = -1;
  std::string out;
  std::string err;
  /** What its input terminal showed of what was typed. */
  std::string echo;
};

/** A program that a test runs. Killed when it outlives this object. */
class ChildProcess {
 public:
  ChildProcess(const std::vector<std::string>& arguments, const ChildOptions& options);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  void send_signal(int signal_number);
  /** Reads what it writes until that is so many lines, or more. What is returned here is not in wait()'s result. */
  std::string read_out_lines(std::size_t line_count);
  /** Reads what the program says until it ends. Fails the test when that takes longer than a minute. */
  ChildResult wait();

 private:
  int open_input(const ChildOptions& options);
  void type_input();

  pid_t pid_ = -1;
  int in_ = -1;
  /** What is still to be typed. */
  std::string input_;
  int out_ = -1;
  int err_ = -1;
};

ChildResult run_child(const std::vector<std::string>& arguments, const ChildOptions& options = {});

}  // namespace spectrakit::tests

#endif
