#ifndef SPECTRAKIT_TOOLS_SANDBOX_EXCHANGE_H
#define SPECTRAKIT_TOOLS_SANDBOX_EXCHANGE_H

#include <httplib.h>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "sandbox/body_framing.h"
#include "sandbox/byte_sink.h"
#include "sandbox/peer.h"
#include "sandbox/request_head.h"
#include "sandbox/request_log.h"

namespace spectrakit::sandbox {

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
  /// The connection ends with this exchange, by a reset.
  void reset_connection();
  /// What the server behind is asked for instead of what the client sent.
  void ask_for(const RequestHead& head) { head_for_server_ = head.bytes_for_server(); }
  /// A 1xx answer in front of the real one. Nothing is sent to a client that does not know such answers.
  void inform(int status);

  /// Reads what is left of the request's body and forgets it. False when the client left before its end.
  bool read_whole_body();
  /// Reads the request's body into a file, for the server behind to read it later. False when the client left before
  /// its end.
  bool keep_whole_body();
  /// Answers without the HTTP server, so without any work.
  bool answer(int status, const httplib::Headers& headers, const std::string& body);
  /// Owns what must live as long as this exchange.
  void keep_until_end(std::shared_ptr<void> thing) { kept_ = std::move(thing); }
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
  ssize_t read_kept_body(char* buffer, size_t size);

  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  Peer& peer_;
  const RequestHead& head_;
  const std::string request_id_;
  RequestLog* const log_;
  const RequestLog::Id log_id_;
  std::string head_for_server_;
  size_t read_head_bytes_ = 0;
  BodyFraming framing_;
  bool body_is_logged_ = false;
  bool client_waits_for_continue_ = false;
  bool has_begun_answer_ = false;
  bool answer_is_work_ = true;
  std::unique_ptr<std::FILE, CloseFile> kept_body_;
  std::shared_ptr<void> kept_;
  bool keeps_connection_ = true;
  PeerSink* peer_sink_ = nullptr;
  std::unique_ptr<ByteSink> sink_;
};

}  // namespace spectrakit::sandbox

#endif
