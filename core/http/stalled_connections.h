#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

namespace spectrakit::http {

/**
 * Connections on which a transfer waited in vain. HTTP/2 would put further requests on one as long as others are under
 * way there, and libcurl offers no way to take it out of the pool. They are told apart by their local port, which is
 * forgotten when the connection closes. As long as it lasts, each further request opens a connection of its own. On the
 * I/O thread only.
 */
class StalledConnections {
 public:
  void add(int local_port) {
    if (!has(local_port)) ports_[added_++ % ports_.size()] = local_port;
  }
  void remove(int local_port) { std::ranges::replace(ports_, local_port, 0); }
  bool has(int local_port) const { return local_port != 0 && std::ranges::find(ports_, local_port) != ports_.end(); }

 private:
  /// The last ones; 0 for none.
  std::array<int, 64> ports_{};
  size_t added_ = 0;
};

}  // namespace spectrakit::http
