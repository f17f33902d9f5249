#include "sandbox/origin_guard.h"

#include <arpa/inet.h>

#include <array>

#include "sandbox/request_head.h"

namespace spectrakit::sandbox {
namespace {

/// Without the port, and without the brackets around an IPv6 address.
std::string host_name(const std::string& host) {
  if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
  return host.substr(0, host.find(':'));
}

bool is_ip_address(const std::string& name) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return ::inet_pton(AF_INET, name.c_str(), bytes.data()) == 1 ||
         ::inet_pton(AF_INET6, name.c_str(), bytes.data()) == 1;
}

}  // namespace

void OriginGuard::add_to(Router& router) const {
  router.guard("/_sandbox/", [guard = *this](HttpCall& call) {
    const std::string host = call.request.get_header_value("Host");
    if (!guard.is_own_host(host)) {
      call.fail(403, "The sandbox is not steered under this host name: use its IP address or localhost.");
      return false;
    }
    if (!call.request.has_header("Origin") ||
        lower_case(call.request.get_header_value("Origin")) == "http://" + lower_case(host)) {
      return true;
    }
    call.fail(403, "A web page from another origin may not steer the sandbox.");
    return false;
  });
}

// A request without a Host is HTTP/1.0, which no browser speaks.
bool OriginGuard::is_own_host(const std::string& host) const {
  const std::string name = lower_case(host_name(host));
  return host.empty() || name == "localhost" || name == lower_case(listening_host_) || is_ip_address(name);
}

}  // namespace spectrakit::sandbox
