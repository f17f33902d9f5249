#include "sandbox/server.h"

#include <sys/socket.h>

#include <array>
#include <cstdio>

#include "sandbox/connection_threads.h"
#include "sandbox/errors.h"
#include "sandbox/exchange.h"
#include "sandbox/portal.h"

namespace spectrakit::sandbox {
namespace {

constexpr int kIdleSeconds = 60;
constexpr int kListenBacklog = 1024;
constexpr std::string_view kAdminPrefix = "/_sandbox/";

bool may_have_body(const std::string& method) {
  return method != "GET" && method != "HEAD" && method != "OPTIONS" && method != "TRACE";
}

/// What steers or shows the sandbox is spared its faults and stands in no log.
bool is_behind_the_scenes(std::string_view path) {
  return path.starts_with(kAdminPrefix) || Portal::serves(path);
}

}  // namespace

Server::Server(const Router& router, Faults& faults, RequestLog& log) : router_(router), faults_(faults), log_(log) {
  new_task_queue = [] { return new ConnectionThreads; };
  set_keep_alive_timeout(kIdleSeconds);
  set_keep_alive_max_count(INT32_MAX);
  set_read_timeout(kIdleSeconds);
  set_write_timeout(kIdleSeconds);
  // The library's default would share the port with another process instead of saying that it is taken.
  set_socket_options([](socket_t socket) {
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  });
  register_handlers();
}

Server::~Server() {
  stop();
}

void Server::register_handlers() {
  // Comes before the library's own choice of a handler, which runs a regular expression and knows no TRACE.
  set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
    if (may_have_body(request.method)) return HandlerResponse::Unhandled;
    router_.handle(request, response, nullptr);
    return HandlerResponse::Handled;
  });
  const HandlerWithContentReader with_body = [this](const httplib::Request& request, httplib::Response& response,
                                                    const httplib::ContentReader& body) {
    router_.handle(request, response, &body);
  };
  Post(".*", with_body);
  Put(".*", with_body);
  Patch(".*", with_body);
  Delete(".*", with_body);
  set_error_handler([](const httplib::Request&, httplib::Response& response) {
    if (response.body.empty()) {
      response.set_content(error_document(response.status, "The request could not be served."), "application/json");
    }
  });
  set_exception_handler([](const httplib::Request&, httplib::Response& response, std::exception_ptr thrown) {
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& problem) {
      std::fprintf(stderr, "sandbox: %s\n", problem.what());
    }
    response.status = 500;
  });
}

int Server::start(const std::string& host, int port) {
  const int bound_port = port == 0 ? bind_to_any_port(host) : (bind_to_port(host, port) ? port : -1);
  if (bound_port < 0) return -1;
  // The library listens with a backlog of five, and a burst of new connections would wait a second for a second try.
  ::listen(svr_sock_, kListenBacklog);
  listener_ = std::thread([this] {
    listen_after_bind();
    listener_has_ended_ = true;
  });
  while (!is_running() && !listener_has_ended_) std::this_thread::yield();
  return bound_port;
}

void Server::stop() {
  if (!listener_.joinable()) return;
  {
    const std::lock_guard lock(peers_mutex_);
    is_stopping_ = true;
    for (Peer* peer : peers_) peer->hang_up();
  }
  httplib::Server::stop();
  listener_.join();
}

bool Server::process_and_close_socket(socket_t socket) {
  std::unique_lock lock(peers_mutex_);
  Peer peer(socket, ++connection_count_);
  if (is_stopping_) return false;
  peers_.insert(&peer);
  lock.unlock();
  while (serve_one(peer)) {
  }
  peer.end();
  lock.lock();
  peers_.erase(&peer);
  return true;
}

bool Server::serve_one(Peer& peer) {
  const std::optional<std::string> bytes = peer.read_head(kMaxHeadBytes);
  if (!bytes) return false;
  HeadProblem problem;
  const std::optional<RequestHead> head = parse_request_head(*bytes, &problem);
  if (!head) {
    refuse(peer, problem);
    return false;
  }
  faults_.late_works().wait_for_due();
  if (is_behind_the_scenes(head->path())) {
    Exchange exchange(peer, *head, next_request_id(), nullptr, 0);
    work(exchange);
    return exchange.finish();
  }
  const Faults::Taken fault = faults_.take(*head);
  const RequestLog::Id log_id = log_.begin(*head, peer.connection_number(), fault.rule_id);
  Exchange exchange(peer, *head, next_request_id(), &log_, log_id);
  for (const auto& action : fault.actions) {
    exchange.filter_answer(
        [&](std::unique_ptr<ByteSink> sink) { return action->filter_answer(exchange, std::move(sink)); });
  }
  bool goes_on = true;
  for (const auto& action : fault.actions) {
    goes_on = goes_on && action->on_request(exchange) == FaultAction::Next::kWork;
  }
  if (goes_on) work(exchange);
  return exchange.finish();
}

void Server::work(Exchange& exchange) {
  if (exchange.is_malformed()) {
    exchange.end_connection();
    exchange.answer(400, {{"Content-Type", "application/json"}},
                    error_document(400, "The length of the request's body makes no sense."));
    return;
  }
  bool connection_closed = false;
  if (!process_request(exchange, false, connection_closed, nullptr) || connection_closed) exchange.end_connection();
}

void Server::refuse(Peer& peer, const HeadProblem& problem) {
  const RequestHead no_head;
  Exchange exchange(peer, no_head, next_request_id(), nullptr, 0);
  exchange.end_connection();
  exchange.answer(problem.status, {{"Content-Type", "application/json"}},
                  error_document(problem.status, problem.detail));
  exchange.finish();
}

std::string Server::next_request_id() {
  std::array<char, 32> id{};
  std::snprintf(id.data(), id.size(), "sandbox-%08llx", static_cast<unsigned long long>(++request_count_));
  return id.data();
}

}  // namespace spectrakit::sandbox
