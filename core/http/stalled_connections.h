#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

namespace spectrakit::http {

/**
 * Connections on which a transfer waited in vain. HTTP/2 would put further requests on one as long as others are under
 * way there, and libcurl offers no way to take it out of the pool. They are told apart by their local port; when the
 * system gives a port again, a good connection is taken for a bad one once, which costs a new one. On the I/O thread
 * only.
 */
class StalledConnections {
 public:
  void add(int local_port) {
    if (!has(local_port)) ports_[added_++ % ports_.size()] = local_port;
  }
  bool has(int local_port) const { return local_port != 0 && std::ranges::find(ports_, local_port) != ports_.end(); }

 private:
  /// The last ones; 0 for none.
  std::array<int, 64> ports_{};
  size_t added_ = 0;
};

}  // namespace spectrakit::http
