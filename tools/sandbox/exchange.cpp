#include "sandbox/exchange.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "sandbox/answer_head.h"
#include "sandbox/clock.h"
#include "sandbox/errors.h"
#include "sandbox/time_text.h"

namespace spectrakit::sandbox {

/// The end of the way: gathers bytes, so that head and body of a small answer leave together, and logs the status just
/// before the first of them leaves.
class Exchange::PeerSink : public ByteSink {
 public:
  PeerSink(Peer& peer, RequestLog* log, RequestLog::Id log_id) : peer_(peer), log_(log), log_id_(log_id) {}

  bool write(std::string_view bytes) override {
    gathered_ += bytes;
    return gathered_.size() < kGatheredBytes || flush();
  }

  bool flush() override {
    if (gathered_.empty()) return is_alive_;
    log_status();
    is_alive_ = is_alive_ && peer_.send(gathered_);
    gathered_.clear();
    return is_alive_;
  }

  bool end() override { return flush(); }

 private:
  static constexpr size_t kGatheredBytes = 64 * 1024;

  // The status may come a byte at a time.
  void log_status() {
    constexpr size_t kStatusBytes = sizeof("HTTP/1.1 200") - 1;
    if (log_ == nullptr || start_.size() == kStatusBytes) return;
    start_ += std::string_view(gathered_).substr(0, kStatusBytes - start_.size());
    if (start_.size() == kStatusBytes) log_->set_status(log_id_, AnswerHead(start_).status());
  }

  Peer& peer_;
  RequestLog* const log_;
  const RequestLog::Id log_id_;
  std::string gathered_;
  std::string start_;
  bool is_alive_ = true;
};

Exchange::Exchange(Peer& peer, const RequestHead& head, std::string request_id, RequestLog* log, RequestLog::Id log_id)
    : peer_(peer),
      head_(head),
      request_id_(std::move(request_id)),
      log_(log),
      log_id_(log_id),
      head_for_server_(head.bytes_for_server()),
      framing_(head) {
  client_waits_for_continue_ = head.header_has_token("expect", "100-continue") && !framing_.is_complete();
  keeps_connection_ = !framing_.is_malformed() && !head.header_has_token("connection", "close") &&
                      (!head.is_http_1_0 || head.header_has_token("connection", "keep-alive"));
  auto sink = std::make_unique<PeerSink>(peer, log, log_id);
  peer_sink_ = sink.get();
  sink_ = std::move(sink);
  if (framing_.is_complete()) log_body();
}

std::string_view Exchange::peek_body(size_t max_size) {
  if (framing_.is_complete() || framing_.is_malformed()) return {};
  if (client_waits_for_continue_) {
    client_waits_for_continue_ = false;
    if (!peer_.send("HTTP/1.1 100 Continue\r\n\r\n")) return {};
  }
  return peer_.peek().substr(0, max_size);
}

void Exchange::consume_body(std::string_view bytes) {
  peer_.consume(framing_.consume(bytes));
  if (framing_.is_complete()) log_body();
}

void Exchange::log_body() {
  if (log_ == nullptr || body_is_logged_) return;
  body_is_logged_ = true;
  log_->set_body(log_id_, framing_.payload_bytes(), framing_.is_complete(), framing_.finish_digest());
}

bool Exchange::read_whole_body() {
  while (true) {
    const std::string_view bytes = peek_body(std::string_view::npos);
    if (bytes.empty()) break;
    consume_body(bytes);
  }
  if (!framing_.is_complete()) end_connection();
  return framing_.is_complete();
}

bool Exchange::keep_whole_body() {
  kept_body_.reset(std::tmpfile());
  if (!kept_body_) throw std::system_error(errno, std::generic_category(), "a temporary file");
  while (true) {
    const std::string_view bytes = peek_body(std::string_view::npos);
    if (bytes.empty()) break;
    const size_t body_bytes = framing_.consume(bytes);
    const bool is_kept = std::fwrite(bytes.data(), 1, body_bytes, kept_body_.get()) == body_bytes;
    if (!is_kept) throw std::system_error(errno, std::generic_category(), "a temporary file");
    peer_.consume(body_bytes);
  }
  std::rewind(kept_body_.get());
  if (framing_.is_complete()) log_body();
  return framing_.is_complete();
}

ssize_t Exchange::read_kept_body(char* buffer, size_t size) {
  return static_cast<ssize_t>(std::fread(buffer, 1, size, kept_body_.get()));
}

void Exchange::reset_connection() {
  end_connection();
  peer_.reset_at_end();
}

void Exchange::inform(int status) {
  if (head_.is_http_1_0) return;
  peer_.send("HTTP/1.1 " + std::to_string(status) + " " + status_title(status) + "\r\n\r\n");
}

ssize_t Exchange::read(char* buffer, size_t size) {
  // The server behind reads the head byte by byte.
  if (read_head_bytes_ < head_for_server_.size()) {
    const size_t copied = head_for_server_.copy(buffer, size, read_head_bytes_);
    read_head_bytes_ += copied;
    return static_cast<ssize_t>(copied);
  }
  if (kept_body_) return read_kept_body(buffer, size);
  const std::string_view bytes = peek_body(size);
  const size_t body_bytes = framing_.consume(bytes);
  bytes.copy(buffer, body_bytes);
  peer_.consume(body_bytes);
  if (framing_.is_complete()) log_body();
  return static_cast<ssize_t>(body_bytes);
}

bool Exchange::begin_answer(std::string_view bytes) {
  has_begun_answer_ = true;
  if (client_waits_for_continue_) {
    // The body was not asked for; whether the client still sends it can not be known.
    end_connection();
  } else if (!read_whole_body() && !framing_.is_malformed()) {
    return false;
  }
  const size_t head_bytes = answer_head_bytes(bytes);
  AnswerHead head(bytes.substr(0, head_bytes));
  if (!head.has("x-request-id")) head.add("x-request-id", request_id_);
  if (!head.has("Date")) head.add("Date", http_date_text(Clock::now()));
  if (log_ != nullptr && answer_is_work_) log_->set_work_done(log_id_, head.status());
  return sink_->write(head.bytes().append(bytes.substr(head_bytes)));
}

ssize_t Exchange::write(const char* bytes, size_t size) {
  const std::string_view view(bytes, size);
  const bool is_written = has_begun_answer_ ? sink_->write(view) : begin_answer(view);
  return is_written ? static_cast<ssize_t>(size) : -1;
}

bool Exchange::answer(int status, const httplib::Headers& headers, const std::string& body) {
  answer_is_work_ = false;
  std::string bytes = "HTTP/1.1 " + std::to_string(status) + " " + status_title(status) + "\r\n";
  for (const auto& [name, value] : headers) bytes += name + ": " + value + "\r\n";
  bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  if (!keeps_connection_) bytes += "Connection: close\r\n";
  bytes += "\r\n";
  if (head_.method != "HEAD") bytes += body;
  return write(bytes.data(), bytes.size()) >= 0;
}

bool Exchange::finish() {
  log_body();
  if (!sink_->end() || !peer_sink_->flush()) return false;
  return keeps_connection_ && framing_.is_complete();
}

}  // namespace spectrakit::sandbox
