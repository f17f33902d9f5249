#include "support/sandbox_process.h"

#include <fcntl.h>
#include <httplib.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <system_error>

namespace spectrakit::tests {
namespace {

// Far more than the sandbox takes, under sanitizers and on a busy machine, too.
constexpr int kPatienceMs = 60'000;

void require(bool is_done, const char* what) {
  if (!is_done) throw std::system_error(errno, std::generic_category(), what);
}

void close_descriptor(int& descriptor) {
  if (descriptor >= 0) ::close(descriptor);
  descriptor = -1;
}

}  // namespace

SandboxProcess::SandboxProcess(const std::vector<std::string>& extra_arguments) {
  std::vector<std::string> arguments = {SPECTRAKIT_COMMAND, "sandbox"};
  const bool names_port = std::find(extra_arguments.begin(), extra_arguments.end(), "--port") != extra_arguments.end();
  if (!names_port) arguments.insert(arguments.end(), {"--port", "0"});
  arguments.insert(arguments.end(), extra_arguments.begin(), extra_arguments.end());
  start(arguments);
  read_ready_line();
}

SandboxProcess::~SandboxProcess() {
  stop();
  close_descriptor(output_);
  close_descriptor(errors_);
}

void SandboxProcess::start(const std::vector<std::string>& arguments) {
  // Closed in children: another process that is started meanwhile must not keep this one's standard input open.
  std::array<int, 2> input{};
  std::array<int, 2> output{};
  require(::pipe2(input.data(), O_CLOEXEC) == 0 && ::pipe2(output.data(), O_CLOEXEC) == 0, "pipe");
  errors_ = ::memfd_create("sandbox-errors", MFD_CLOEXEC);
  require(errors_ >= 0, "memfd_create");

  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, errors_, STDERR_FILENO);
  std::vector<char*> pointers;
  for (const std::string& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
  pointers.push_back(nullptr);
  errno = ::posix_spawn(&process_id_, pointers[0], &actions, nullptr, pointers.data(), environ);
  const bool is_started = errno == 0;
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(input[0]);
  ::close(output[1]);
  input_ = input[1];
  output_ = output[0];
  require(is_started, "posix_spawn");
}

void SandboxProcess::read_ready_line() {
  std::string line;
  char byte = 0;
  while (::read(output_, &byte, 1) == 1 && byte != '\n') line += byte;
  const nlohmann::json ready = nlohmann::json::parse(line, nullptr, false);
  if (!ready.is_object() || ready.value("event", "") != "ready") {
    const int code = stop();
    throw SandboxFailed(code, error_output());
  }
  url_ = ready.at("url");
  api_key_ = ready.at("api_key");
  clock_path_ = ready.at("clock");
}

std::string SandboxProcess::error_output() const {
  std::string text;
  std::array<char, 4096> buffer{};
  for (off_t offset = 0;;) {
    const ssize_t size = ::pread(errors_, buffer.data(), buffer.size(), offset);
    if (size <= 0) return text;
    text.append(buffer.data(), static_cast<size_t>(size));
    offset += size;
  }
}

int SandboxProcess::port() const {
  return std::stoi(url_.substr(url_.rfind(':') + 1));
}

int64_t SandboxProcess::peak_memory_bytes() const {
  return memory_bytes("VmHWM:");
}

int64_t SandboxProcess::resident_memory_bytes() const {
  return memory_bytes("VmRSS:");
}

int64_t SandboxProcess::memory_bytes(const std::string& measure) const {
  std::ifstream status("/proc/" + std::to_string(process_id_) + "/status");
  for (std::string word; status >> word;) {
    int64_t kilobytes = 0;
    if (word == measure && status >> kilobytes) return kilobytes * 1024;
  }
  throw std::runtime_error("the sandbox's memory is not known");
}

int64_t SandboxProcess::add_fault(const nlohmann::json& rule) {
  return admin("POST", "/_sandbox/faults", rule).at("id").get<int64_t>();
}

void SandboxProcess::clear_faults() {
  admin("DELETE", "/_sandbox/faults");
}

void SandboxProcess::release() {
  admin("POST", "/_sandbox/faults/release");
}

nlohmann::json SandboxProcess::requests() {
  return admin("GET", "/_sandbox/requests").at("requests");
}

void SandboxProcess::clear_requests() {
  admin("DELETE", "/_sandbox/requests");
}

nlohmann::json SandboxProcess::admin(const std::string& method, const std::string& path, const nlohmann::json& body) {
  httplib::Client client(url_);
  client.set_read_timeout(kPatienceMs / 1000);
  httplib::Request request;
  request.method = method;
  request.path = path;
  if (!body.is_null()) {
    request.body = body.dump();
    request.set_header("Content-Type", "application/json");
  }
  const httplib::Result result = client.send(request);
  if (!result) {
    const std::string reason = httplib::to_string(result.error());
    throw std::runtime_error(method + " " + path + ": " + reason + "; the sandbox said: " + error_output());
  }
  if (result->status >= 300) throw std::runtime_error(method + " " + path + " was answered: " + result->body);
  return result->body.empty() ? nlohmann::json() : nlohmann::json::parse(result->body);
}

void SandboxProcess::send_signal(int signal_number) const {
  if (exit_code_ < 0) ::kill(process_id_, signal_number);
}

int SandboxProcess::stop() {
  close_descriptor(input_);
  return wait_for_exit();
}

int SandboxProcess::wait_for_exit() {
  if (exit_code_ >= 0 || process_id_ < 0) return exit_code_;
  int process = static_cast<int>(::syscall(SYS_pidfd_open, process_id_, 0));
  pollfd watched = {process, POLLIN, 0};
  if (process >= 0 && ::poll(&watched, 1, kPatienceMs) == 0) ::kill(process_id_, SIGKILL);
  close_descriptor(process);
  int status = 0;
  while (::waitpid(process_id_, &status, 0) < 0 && errno == EINTR) {
  }
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return exit_code_;
}

}  // namespace spectrakit::tests
