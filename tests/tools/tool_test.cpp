#include "tool_test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace spectrakit::tests {

namespace fs = std::filesystem;

ToolTest::ToolTest() {
  std::string pattern = (fs::temp_directory_path() / "spectrakit-tools.XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
  folder_ = pattern;
}

ToolTest::~ToolTest() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

ChildOptions ToolTest::child_options() const {
  ChildOptions options;
  options.environment = {{"SPECTORA_API_KEY", sandbox_.api_key()},
                         {"SPECTORA_BASE_URL", sandbox_.url()},
                         {"XDG_CONFIG_HOME", folder_ / "config"},
                         {"XDG_STATE_HOME", folder_ / "state"}};
  return options;
}

std::vector<std::string> ToolTest::cli_command(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), SPECTRAKIT_CLI_PATH);
  return arguments;
}

ChildResult ToolTest::run_cli(std::vector<std::string> arguments) const {
  return run_child(cli_command(std::move(arguments)), child_options());
}

fs::path ToolTest::write_file(const fs::path& relative_path, const std::string& text) const {
  const fs::path path = folder_ / relative_path;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

std::string ToolTest::read_file(const fs::path& relative_path) const {
  std::ifstream file(folder_ / relative_path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string ToolTest::fetch(const std::string& path_and_query) const {
  return run_child({"/usr/bin/curl", "-fsS", "--globoff", "-H", "Authorization: Bearer " + sandbox_.api_key(),
                    sandbox_.url() + path_and_query})
      .out;
}

std::size_t ToolTest::request_count(const std::string& method) {
  std::size_t count = 0;
  for (const auto& request : sandbox_.requests()) {
    if (method.empty() || request.at("method") == method) ++count;
  }
  return count;
}

std::size_t ToolTest::attachment_count(const std::string& inspection_id) const {
  const ChildResult listed = run_cli({"attachments", "list", "--inspection", inspection_id, "--json"});
  EXPECT_EQ(listed.exit_status, 0) << listed.err;
  return nlohmann::json::parse(listed.out).size();
}

std::string dead_url() {
  const int socket_descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  bind(socket_descriptor, reinterpret_cast<sockaddr*>(&address), length);
  getsockname(socket_descriptor, reinterpret_cast<sockaddr*>(&address), &length);
  close(socket_descriptor);
  return "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace spectrakit::tests
