#ifndef SPECTRAKIT_TOOLS_SANDBOX_SERVER_H
#define SPECTRAKIT_TOOLS_SANDBOX_SERVER_H

#include <httplib.h>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "sandbox/faults.h"
#include "sandbox/peer.h"
#include "sandbox/request_head.h"
#include "sandbox/request_log.h"
#include "sandbox/router.h"

namespace spectrakit::sandbox {

/// The HTTP server with the fault layer in front of it. Reads each request's head itself and decides what happens to
/// its bytes before cpp-httplib sees any.
class Server : private httplib::Server {
 public:
  Server(const Router& router, Faults& faults, RequestLog& log);
  ~Server() override;

  /// Takes `port` (0: a free one) and serves on threads of its own. The port, or -1 when it can not be had.
  int start(const std::string& host, int port);
  /// Ends all connections, whatever they wait for, and all threads.
  void stop();

 private:
  bool process_and_close_socket(socket_t socket) override;
  /// Whether the connection can take another request.
  bool serve_one(Peer& peer);
  void work(Exchange& exchange);
  void refuse(Peer& peer, const HeadProblem& problem);
  std::string next_request_id();
  void register_handlers();

  const Router& router_;
  Faults& faults_;
  RequestLog& log_;
  std::thread listener_;
  std::atomic<bool> listener_has_ended_ = false;
  std::atomic<uint64_t> request_count_ = 0;
  std::mutex peers_mutex_;
  std::set<Peer*> peers_;
  int64_t connection_count_ = 0;
  bool is_stopping_ = false;
};

}  // namespace spectrakit::sandbox

#endif
