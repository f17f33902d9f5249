#include "http/transfer.h"

#include <algorithm>
#include <new>
#include <string_view>

namespace spectrakit::http {
namespace {

constexpr long kReceiveBufferBytes = 64 * 1024;
constexpr long kUploadBufferBytes = 256 * 1024;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

int64_t time_us(CURL* easy, CURLINFO info) {
  curl_off_t value = 0;
  curl_easy_getinfo(easy, info, &value);
  return value;
}

}  // namespace

Transfer::Transfer(IoLoop& loop, TransferRequest request, TransferObserver& observer)
    : loop_(loop),
      request_(std::move(request)),
      observer_(observer),
      easy_(loop.take_easy_handle()),
      self_(std::make_shared<Transfer*>(this)) {
  set_options();
  set_method_and_body();
  loop_.start(*this);
}

Transfer::~Transfer() {
  *self_ = nullptr;
  if (running_) {
    loop_.abort(*this);
    // Not kept: a resolver thread may still be at work for this handle.
    curl_easy_cleanup(easy_);
  } else {
    loop_.give_back_easy_handle(easy_);
  }
  curl_slist_free_all(header_list_);
}

void Transfer::set_options() {
  curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy_, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  // Without it, removing the handle would wait for a slow name look-up.
  curl_easy_setopt(easy_, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy_, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy_, CURLOPT_ACCEPT_ENCODING, "gzip");
  curl_easy_setopt(easy_, CURLOPT_BUFFERSIZE, kReceiveBufferBytes);
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, error_text_.data());
  curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.connect_timeout_ms));
  curl_easy_setopt(easy_, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(easy_, CURLOPT_LOW_SPEED_TIME, static_cast<long>((request_.idle_timeout_ms + 999) / 1000));
  curl_easy_setopt(easy_, CURLOPT_PREREQFUNCTION, &Transfer::on_about_to_send);
  curl_easy_setopt(easy_, CURLOPT_PREREQDATA, this);
  curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
}

void Transfer::set_method_and_body() {
  for (const std::string& header : request_.headers) header_list_ = curl_slist_append(header_list_, header.c_str());
  if (request_.method == "GET") {
    curl_easy_setopt(easy_, CURLOPT_HTTPGET, 1L);
  } else if (request_.method == "HEAD") {
    curl_easy_setopt(easy_, CURLOPT_NOBODY, 1L);
  } else {
    curl_easy_setopt(easy_, CURLOPT_POST, 1L);
    curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
    // curl would wait a second for a "100 Continue" that few servers send.
    header_list_ = curl_slist_append(header_list_, "Expect:");
    const Body empty{"", {std::string()}};
    const Body& body = request_.body ? *request_.body : empty;
    const auto* only = body.pieces.size() == 1 ? std::get_if<std::string>(&body.pieces[0]) : nullptr;
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.total_bytes()));
    if (only != nullptr) {
      curl_easy_setopt(easy_, request_.body ? CURLOPT_POSTFIELDS : CURLOPT_COPYPOSTFIELDS, only->c_str());
    } else {
      const auto wake = [&loop = loop_, self = self_] {
        loop.post([self] {
          if (*self != nullptr) (*self)->resume();
        });
      };
      body_stream_ = std::make_shared<BodyStream>(request_.body, loop_.body_reader(), wake);
      curl_easy_setopt(easy_, CURLOPT_READFUNCTION, &Transfer::on_read);
      curl_easy_setopt(easy_, CURLOPT_READDATA, this);
      curl_easy_setopt(easy_, CURLOPT_UPLOAD_BUFFERSIZE, kUploadBufferBytes);
    }
    const std::string content_type = "Content-Type:" + (body.content_type.empty() ? "" : " " + body.content_type);
    header_list_ = curl_slist_append(header_list_, content_type.c_str());
  }
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, header_list_);
}

AttemptTimings Transfer::timings() const {
  return {
      .dns_us = time_us(easy_, CURLINFO_NAMELOOKUP_TIME_T),
      .connect_us = time_us(easy_, CURLINFO_CONNECT_TIME_T),
      .tls_us = time_us(easy_, CURLINFO_APPCONNECT_TIME_T),
      .first_byte_us = time_us(easy_, CURLINFO_STARTTRANSFER_TIME_T),
      .total_us = time_us(easy_, CURLINFO_TOTAL_TIME_T),
  };
}

void Transfer::finish(CURLcode code) {
  running_ = false;
  TransferResult result;
  result.outcome = outcome_of(code);
  result.request_left = request_left();
  result.timings = timings();
  if (result.outcome == AttemptOutcome::answered) {
    long http_status = 0;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &http_status);
    result.http_status = static_cast<int32_t>(http_status);
    result.headers = std::move(response_headers_);
    result.body = std::move(response_body_);
  } else if (!file_failure_.empty()) {
    result.detail = file_failure_;
  } else {
    result.detail = error_text_[0] != '\0' ? error_text_.data() : curl_easy_strerror(code);
  }
  observer_.transfer_done(std::move(result));
}

AttemptOutcome Transfer::outcome_of(CURLcode code) const {
  if (code == CURLE_OK) return AttemptOutcome::answered;
  if (too_large_) return AttemptOutcome::response_too_large;
  if (!file_failure_.empty()) return AttemptOutcome::file_failed;
  if (times_sent_ > 1) return AttemptOutcome::stale_connection;
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return AttemptOutcome::name_not_resolved;
    case CURLE_COULDNT_CONNECT:
      return AttemptOutcome::could_not_connect;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_ENGINE_NOTFOUND:
      return AttemptOutcome::tls_failed;
    case CURLE_OPERATION_TIMEDOUT:
      return request_left() ? AttemptOutcome::timed_out : AttemptOutcome::could_not_connect;
    default:
      return request_left() ? AttemptOutcome::connection_lost : AttemptOutcome::could_not_connect;
  }
}

int Transfer::on_about_to_send(void* self, char*, char*, int, int) {
  Transfer& transfer = *static_cast<Transfer*>(self);
  return ++transfer.times_sent_ == 1 ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

size_t Transfer::on_header(char* bytes, size_t size, size_t count, void* self) {
  return static_cast<Transfer*>(self)->keep({bytes, size * count}, &Transfer::keep_header);
}

size_t Transfer::on_body(char* bytes, size_t size, size_t count, void* self) {
  return static_cast<Transfer*>(self)->keep({bytes, size * count}, &Transfer::keep_body);
}

size_t Transfer::keep(std::string_view received, bool (Transfer::*how)(std::string_view)) {
  // No exception may pass through curl. Memory that is not to be had ends the transfer like a response over the bound.
  try {
    if ((this->*how)(received)) return received.size();
  } catch (const std::bad_alloc&) {
  }
  too_large_ = true;
  return CURL_WRITEFUNC_ERROR;
}

bool Transfer::keep_header(std::string_view line) {
  // A head of its own precedes the final one for each 1xx answer.
  if (line.starts_with("HTTP/")) {
    response_headers_.clear();
  } else if (const size_t colon = line.find(':'); colon != std::string_view::npos) {
    response_headers_.push_back(
        {std::string(trimmed(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1)))});
  }
  return true;
}

bool Transfer::keep_body(std::string_view received) {
  if (received.size() > request_.max_response_bytes - response_body_.size()) return false;
  if (response_body_.size() == 0) {
    curl_off_t announced_bytes = -1;
    curl_easy_getinfo(easy_, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced_bytes);
    const auto limit_bytes = static_cast<curl_off_t>(request_.max_response_bytes);
    if (announced_bytes > 0) response_body_.reserve(static_cast<size_t>(std::min(announced_bytes, limit_bytes)));
  }
  response_body_.append(received);
  return true;
}

size_t Transfer::on_read(char* out, size_t size, size_t count, void* self) {
  return static_cast<Transfer*>(self)->read_body(out, size * count);
}

size_t Transfer::read_body(char* out, size_t capacity) {
  size_t copied_bytes = 0;
  switch (body_stream_->read(out, capacity, copied_bytes)) {
    case BodyStream::State::failed:
      file_failure_ = body_stream_->failure();
      return CURL_READFUNC_ABORT;
    case BodyStream::State::waiting:
      paused_ = true;
      return CURL_READFUNC_PAUSE;
    case BodyStream::State::ok:
      break;
  }
  if (copied_bytes > 0) observer_.transfer_progress(body_stream_->sent_bytes(), body_stream_->total_bytes());
  return copied_bytes;
}

void Transfer::resume() {
  if (!running_ || !paused_) return;
  paused_ = false;
  curl_easy_pause(easy_, CURLPAUSE_CONT);
}

}  // namespace spectrakit::http
