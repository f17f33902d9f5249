#include "child_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>

namespace spectrakit::tests {

namespace {

constexpr int kLongestSilenceMs = 60'000;
constexpr unsigned short kTerminalColumns = 60;

/** Where a child writes (`inner`) and where the test reads it (`outer`). */
struct Channel {
  int outer;
  int inner;
};

Channel open_channel(bool is_terminal) {
  Channel channel{-1, -1};
  if (is_terminal) {
    winsize size{};
    size.ws_row = 24;
    size.ws_col = kTerminalColumns;
    if (openpty(&channel.outer, &channel.inner, nullptr, nullptr, &size) != 0) throw std::runtime_error("openpty");
    fcntl(channel.outer, F_SETFD, FD_CLOEXEC);
    fcntl(channel.inner, F_SETFD, FD_CLOEXEC);
    return channel;
  }
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
  return {ends[0], ends[1]};
}

std::vector<std::string> merged_environment(const std::map<std::string, std::string>& changes) {
  std::vector<std::string> merged;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (changes.count(text.substr(0, text.find('='))) == 0) merged.push_back(text);
  }
  for (const auto& [name, value] : changes) {
    if (!value.empty()) merged.push_back(name + "=" + value);
  }
  return merged;
}

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

/** False at the end: a pipe gives 0, a terminal EIO. */
bool read_some(int descriptor, std::string& text) {
  std::array<char, 16384> buffer;
  const ssize_t count = read(descriptor, buffer.data(), buffer.size());
  if (count > 0) text.append(buffer.data(), static_cast<std::size_t>(count));
  return count > 0 || (count < 0 && errno == EINTR);
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& arguments, const ChildOptions& options) {
  const Channel out = open_channel(options.out_is_terminal);
  const Channel err = open_channel(options.err_is_terminal);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const int in = open_input(options);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.inner, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.inner, STDERR_FILENO);
  const std::vector<std::string> environment = merged_environment(options.environment);
  const int failure = posix_spawn(&pid_, arguments.front().c_str(), &actions, nullptr, pointers_to(arguments).data(),
                                  pointers_to(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  close(in);
  close(out.inner);
  close(err.inner);
  out_ = out.outer;
  err_ = err.outer;
  if (failure != 0) {
    pid_ = -1;
    throw std::runtime_error("can not start " + arguments.front());
  }
}

ChildProcess::~ChildProcess() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  if (in_ >= 0) close(in_);
  close(out_);
  close(err_);
}

int ChildProcess::open_input(const ChildOptions& options) {
  if (options.in_is_terminal) {
    const Channel channel = open_channel(true);
    in_ = channel.outer;
    input_ = options.input;
    return channel.inner;
  }
  const int file = memfd_create("input", MFD_CLOEXEC);
  const auto size = static_cast<ssize_t>(options.input.size());
  if (file < 0 || pwrite(file, options.input.data(), options.input.size(), 0) != size) {
    throw std::runtime_error("memfd_create");
  }
  return file;
}

void ChildProcess::type_input() {
  const ssize_t written = write(in_, input_.data(), input_.size());
  if (written != static_cast<ssize_t>(input_.size())) throw std::runtime_error("write");
  input_.clear();
}

void ChildProcess::send_signal(int signal_number) {
  kill(pid_, signal_number);
}

std::string ChildProcess::read_out_lines(std::size_t line_count) {
  std::string text;
  pollfd watched = {out_, POLLIN, 0};
  while (static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) < line_count) {
    if (poll(&watched, 1, kLongestSilenceMs) == 0 || !read_some(out_, text)) {
      ADD_FAILURE() << "the program wrote only: " << text;
      break;
    }
  }
  return text;
}

ChildResult ChildProcess::wait() {
  ChildResult result;
  std::array<pollfd, 2> watched = {pollfd{out_, POLLIN, 0}, pollfd{err_, POLLIN, 0}};
  while (watched[0].fd >= 0 || watched[1].fd >= 0) {
    const int ready = poll(watched.data(), watched.size(), kLongestSilenceMs);
    if (ready == 0) {
      ADD_FAILURE() << "the program hangs; so far it said: " << result.out << result.err;
      return result;
    }
    // poll passes over a negative descriptor.
    if (watched[0].revents != 0 && !read_some(out_, result.out)) watched[0].fd = -1;
    if (watched[1].revents != 0 && !read_some(err_, result.err)) watched[1].fd = -1;
    if (!input_.empty() && !result.err.empty()) type_input();
  }
  int wait_status = 0;
  waitpid(pid_, &wait_status, 0);
  pid_ = -1;
  while (in_ >= 0 && read_some(in_, result.echo)) {
  }
  result.exit_status = WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
  return result;
}

ChildResult run_child(const std::vector<std::string>& arguments, const ChildOptions& options) {
  return ChildProcess(arguments, options).wait();
}

}  // namespace spectrakit::tests
