#include "tls_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "capi_test.h"

namespace spectrakit::tests {
namespace {

constexpr const char* kCertificateScript = R"sh(set -e
make="openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 2 -batch"
leaf="-CA ca.pem -CAkey ca.key -addext basicConstraints=critical,CA:false"
$make -nodes -keyout ca.key -out ca.pem -subj "/CN=Test CA"
$make -nodes $leaf -keyout server.key -out server.pem -subj "/CN=server" -addext subjectAltName=IP:127.0.0.1
$make -passout "pass:open sesame" $leaf -keyout client.key -out client.pem -subj "/CN=lab"
)sh";

/// @PORT@, @LISTEN@, @CERTIFICATE@, @KEY@, @SETTINGS@ and @BEHIND@ are filled in.
constexpr const char* kConfiguration = R"conf(daemon off;
master_process off;
pid nginx.pid;
error_log error.log warn;
events { worker_connections 256; }
http {
  log_format line '$server_protocol $connection $ssl_client_s_dn';
  access_log access.log line;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  server {
    listen 127.0.0.1:@PORT@ ssl reuseport @LISTEN@;
    ssl_certificate @CERTIFICATE@;
    ssl_certificate_key @KEY@;
    @SETTINGS@
    location / {
      proxy_pass @BEHIND@;
      proxy_http_version 1.1;
      proxy_request_buffering off;
    }
  }
}
)conf";

std::string filled(std::string text, std::string_view name, const std::string& value) {
  return text.replace(text.find(name), name.size(), value);
}

sockaddr_in local_address(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool accepts_connections(int port) {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = local_address(port);
  const bool accepted = connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  close(probe);
  return accepted;
}

}  // namespace

TestCertificates::TestCertificates() {
  folder_.write("make.sh", kCertificateScript);
  const std::string command = "cd '" + folder_.path("") + "' && sh make.sh 2>/dev/null";
  if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl failed");
}

ReservedPort::ReservedPort() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const int on = 1;
  setsockopt(socket_, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
  setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  sockaddr_in address = local_address(0);
  socklen_t size = sizeof(address);
  if (bind(socket_, reinterpret_cast<const sockaddr*>(&address), size) != 0) throw std::runtime_error("bind failed");
  getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
  number_ = ntohs(address.sin_port);
}

ReservedPort::~ReservedPort() {
  close(socket_);
}

ServerProcess::ServerProcess(std::vector<std::string> arguments, int port) {
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  // Not everybody's PATH has the folder of servers in it.
  const std::string path = std::string("PATH=") + getenv("PATH") + ":/usr/sbin:/usr/local/sbin";
  setenv("PATH", path.c_str() + std::string_view("PATH=").size(), 1);
  if (posix_spawnp(&process_id_, pointers[0], nullptr, nullptr, pointers.data(), environ) != 0) {
    throw std::runtime_error(arguments[0] + " did not start");
  }
  wait_until([this, port] {
    EXPECT_EQ(waitpid(process_id_, nullptr, WNOHANG), 0) << "the server ended";
    return accepts_connections(port);
  });
}

ServerProcess::~ServerProcess() {
  kill();
}

void ServerProcess::kill() {
  if (process_id_ < 0) return;
  ::kill(process_id_, SIGKILL);
  waitpid(process_id_, nullptr, 0);
  process_id_ = -1;
}

StrictTlsServer::StrictTlsServer(const TestCertificates& certificates, int port)
    : port_(port),
      process_({"openssl", "s_server", "-accept", "127.0.0.1:" + std::to_string(port), "-cert", certificates.server(),
                "-key", certificates.server_key(), "-CAfile", certificates.ca(), "-Verify", "1", "-verify_return_error",
                "-tls1_3", "-alpn", "h2,http/1.1", "-www", "-quiet"},
               port) {}

TlsServer::TlsServer(const TestCertificates& certificates, int port, const std::string& behind_url,
                     const std::string& listen, const std::string& settings)
    : port_(port) {
  std::string configuration = filled(kConfiguration, "@PORT@", std::to_string(port));
  configuration = filled(configuration, "@LISTEN@", listen);
  configuration = filled(configuration, "@CERTIFICATE@", certificates.server());
  configuration = filled(configuration, "@KEY@", certificates.server_key());
  configuration = filled(configuration, "@SETTINGS@", settings);
  configuration = filled(configuration, "@BEHIND@", behind_url);
  folder_.write("nginx.conf", configuration);
  process_.emplace(std::vector<std::string>{"nginx", "-p", folder_.path(""), "-c", "nginx.conf", "-e", "error.log"},
                   port);
}

std::vector<std::string> TlsServer::requests() const {
  std::ifstream log(folder_.path("access.log"));
  std::vector<std::string> lines;
  for (std::string line; std::getline(log, line);) lines.push_back(line);
  return lines;
}

}  // namespace spectrakit::tests
