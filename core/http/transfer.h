#pragma once

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/attempt.h"
#include "base/padded_buffer.h"
#include "http/body.h"
#include "http/body_stream.h"
#include "http/connection.h"
#include "http/io_loop.h"
#include "http/stall_timer.h"

namespace spectrakit::http {

struct TransferRequest {
  std::string method;
  std::string url;
  /// "Name: value".
  std::vector<std::string> headers;
  /// Null for none.
  std::shared_ptr<const Body> body;
  std::shared_ptr<const Connection> connection;
  /// After unpacking.
  size_t max_response_bytes = 0;
  /// What is kept of the body of an answer with a status of 400 or more. The rest is read, but dropped.
  size_t max_error_body_bytes = size_t{64} << 10;
  /// A page of a list is worth a larger buffer; a thousand small answers at a time are not.
  bool expects_large_answer = false;
};

struct Header {
  std::string name;
  std::string value;
};

struct TransferResult {
  AttemptOutcome outcome = AttemptOutcome::cancelled;
  /// Whether any byte of the request may have reached the server.
  bool request_left = false;
  int32_t http_status = 0;
  std::vector<Header> headers;
  PaddedBuffer body;
  /// Whether max_error_body_bytes cut it short.
  bool body_is_cut = false;
  AttemptTimings timings;
  /// What curl or the operating system said of a failure.
  std::string detail;
};

/// Told on the I/O thread.
class TransferObserver {
 public:
  virtual ~TransferObserver() = default;
  /// Called once, unless the transfer is destroyed first. The transfer may be destroyed in it.
  virtual void transfer_done(TransferResult result) = 0;
  virtual void transfer_progress(uint64_t sent_bytes, uint64_t total_bytes) = 0;
};

/**
 * One attempt on the wire, once. curl would send a request again by itself when a kept-alive connection dies before
 * the first byte of the answer, a POST too; here a second sending is refused before it starts, whatever the method,
 * and the transfer ends as AttemptOutcome::stale_connection. Redirects are not followed.
 *
 * Lives on the I/O thread. Destroying it ends it at once, in any state, without a word to the observer.
 */
class Transfer {
 public:
  Transfer(IoLoop& loop, TransferRequest request, TransferObserver& observer);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* easy_handle() const { return easy_.get(); }
  bool request_left() const { return times_sent_ > 0; }
  /// It takes too long: when no byte of an answer has come, no later transfer uses its connection.
  void give_up_connection();
  /// What the attempt took so far.
  AttemptTimings timings() const;
  /// The loop's word that curl is done with it.
  void finish(CURLcode outcome);

 private:
  static size_t on_body(char* bytes, size_t size, size_t count, void* self);
  static size_t on_header(char* bytes, size_t size, size_t count, void* self);
  static size_t on_read(char* out, size_t size, size_t count, void* self);
  static int on_about_to_send(void* self, char*, char*, int, int local_port);
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent_bytes);

  /// A bound that an answer went over; none for one that did not.
  enum class Exceeded : uint8_t { none, head, head_line, body, memory };

  size_t keep(std::string_view received, Exceeded (Transfer::*how)(std::string_view));
  Exceeded keep_header(std::string_view line);
  Exceeded keep_body(std::string_view received);
  void begin_body();
  void set_options();
  void set_method_and_body();
  void stream_body();
  void begin_sending();
  void start_on_fresh_connection();
  void body_moved(uint64_t sent_bytes);
  void end_stalled();
  void add_header(const std::string& line);
  void resume();
  size_t read_body(char* out, size_t capacity);
  AttemptOutcome outcome_of(CURLcode code) const;
  std::string detail_of(CURLcode code, AttemptOutcome outcome) const;
  std::string exceeded_text() const;
  std::string proxy_refusal_text() const;
  bool proxy_failed(AttemptOutcome outcome) const;
  bool proxy_wants_credentials() const;
  bool client_certificate_was_refused() const;
  bool reconnect_failed(CURLcode code) const;
  long number(CURLINFO info) const;

  IoLoop& loop_;
  const TransferRequest request_;
  TransferObserver& observer_;
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy_;
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> header_list_;
  std::shared_ptr<BodyStream> body_stream_;
  /// Lets a wake-up that is still on its way find out that the transfer is gone.
  std::shared_ptr<Transfer*> self_;
  const std::chrono::steady_clock::time_point began_;
  bool running_ = false;
  bool paused_ = false;
  int times_sent_ = 0;
  /// Of the connection that it is sent on; 0 before.
  int local_port_ = 0;
  bool got_stalled_connection_ = false;
  bool wants_fresh_connection_ = false;
  StallTimer stall_timer_;
  bool answer_began_ = false;
  bool has_whole_head_ = false;
  bool is_interim_head_ = false;
  uint64_t sent_body_bytes_ = 0;
  size_t head_bytes_ = 0;
  /// Of the answer, dropped ones too.
  size_t body_bytes_ = 0;
  size_t kept_body_limit_bytes_ = 0;
  Exceeded exceeded_ = Exceeded::none;
  std::string file_failure_;
  std::vector<Header> response_headers_;
  PaddedBuffer response_body_;
  std::array<char, CURL_ERROR_SIZE> error_text_{};
};

}  // namespace spectrakit::http
