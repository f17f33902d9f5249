#ifndef SPECTRAKIT_TOOLS_SANDBOX_EXCHANGE_H
#define SPECTRAKIT_TOOLS_SANDBOX_EXCHANGE_H

#include <httplib.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "sandbox/body_framing.h"
#include "sandbox/peer.h"
#include "sandbox/request_head.h"
#include "sandbox/request_log.h"

namespace spectrakit::sandbox {

/// Where the bytes of an answer go, head and body alike.
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  /// False when the client is gone.
  virtual bool write(std::string_view bytes) = 0;
};

/// One request and its answer on a connection, as bytes: what the HTTP server reads from and writes to, with room for a
/// fault in between.
class Exchange : public httplib::Stream {
 public:
  /// `log` is null for a request that is not to be entered there.
  Exchange(Peer& peer, const RequestHead& head, std::string request_id, RequestLog* log, RequestLog::Id log_id);

  Peer& peer() { return peer_; }
  const RequestHead& head() const { return head_; }
  /// Whether the length of the body makes no sense.
  bool is_malformed() const { return framing_.is_malformed(); }

  /// Puts a filter in front of where the answer goes. It owns what it was put in front of.
  template <typename Wrap>
  void filter_answer(Wrap wrap) {
    sink_ = wrap(std::move(sink_));
  }
  /// The connection ends with this exchange.
  void end_connection() { keeps_connection_ = false; }

  /// Reads what is left of the request's body. False when the client left before its end.
  bool read_whole_body();
  /// Answers without the HTTP server.
  bool answer(int status, const httplib::Headers& headers, const std::string& body);
  /// Sends what is still to be sent; whether the connection can take another request.
  bool finish();

  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* buffer, size_t size) override;
  ssize_t write(const char* bytes, size_t size) override;
  // No handler asks for addresses.
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return peer_.socket(); }

 private:
  class PeerSink;

  /// Received bytes of the body, not consumed yet; empty at its end, or when the client left.
  std::string_view peek_body(size_t max_size);
  void consume_body(std::string_view bytes);
  void log_body();
  bool begin_answer(std::string_view bytes);

  Peer& peer_;
  const RequestHead& head_;
  const std::string request_id_;
  RequestLog* const log_;
  const RequestLog::Id log_id_;
  std::string unread_head_;
  BodyFraming framing_;
  bool body_is_logged_ = false;
  bool client_waits_for_continue_ = false;
  bool has_begun_answer_ = false;
  bool keeps_connection_ = true;
  PeerSink* peer_sink_ = nullptr;
  std::unique_ptr<ByteSink> sink_;
};

}  // namespace spectrakit::sandbox

#endif
