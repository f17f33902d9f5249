#include "http/transfer.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <new>
#include <string_view>

namespace spectrakit::http {
namespace {

constexpr long kReceiveBufferBytes = 16 * 1024;
constexpr long kLargeReceiveBufferBytes = 64 * 1024;
constexpr long kUploadBufferBytes = 256 * 1024;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

int64_t steady_us() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
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
      easy_(loop.take_easy_handle(), &curl_easy_cleanup),
      header_list_(nullptr, &curl_slist_free_all),
      self_(std::make_shared<Transfer*>(this)),
      began_us_(steady_us()) {
  set_options();
  set_method_and_body();
  loop_.start(*this);
  running_ = true;
}

Transfer::~Transfer() {
  *self_ = nullptr;
  if (running_) {
    // Its handle is not kept: a resolver thread may still be at work for it.
    loop_.abort(*this);
  } else {
    loop_.give_back_easy_handle(easy_.release());
  }
}

void Transfer::set_options() {
  curl_easy_setopt(easy_.get(), CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy_.get(), CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(easy_.get(), CURLOPT_NOSIGNAL, 1L);
  // Without it, removing the handle would wait for a slow name look-up.
  curl_easy_setopt(easy_.get(), CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy_.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy_.get(), CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy_.get(), CURLOPT_ACCEPT_ENCODING, "gzip");
  curl_easy_setopt(easy_.get(), CURLOPT_BUFFERSIZE,
                   request_.expects_large_answer ? kLargeReceiveBufferBytes : kReceiveBufferBytes);
  curl_easy_setopt(easy_.get(), CURLOPT_ERRORBUFFER, error_text_.data());
  curl_easy_setopt(easy_.get(), CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.connect_timeout_ms));
  curl_easy_setopt(easy_.get(), CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(easy_.get(), CURLOPT_LOW_SPEED_TIME, static_cast<long>((request_.idle_timeout_ms + 999) / 1000));
  curl_easy_setopt(easy_.get(), CURLOPT_PREREQFUNCTION, &Transfer::on_about_to_send);
  curl_easy_setopt(easy_.get(), CURLOPT_PREREQDATA, this);
  curl_easy_setopt(easy_.get(), CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  curl_easy_setopt(easy_.get(), CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy_.get(), CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  curl_easy_setopt(easy_.get(), CURLOPT_WRITEDATA, this);
}

void Transfer::set_method_and_body() {
  for (const std::string& header : request_.headers) add_header(header);
  if (request_.method == "GET") {
    curl_easy_setopt(easy_.get(), CURLOPT_HTTPGET, 1L);
  } else if (request_.method == "HEAD") {
    curl_easy_setopt(easy_.get(), CURLOPT_NOBODY, 1L);
  } else {
    curl_easy_setopt(easy_.get(), CURLOPT_POST, 1L);
    curl_easy_setopt(easy_.get(), CURLOPT_CUSTOMREQUEST, request_.method.c_str());
    // curl would wait a second for a "100 Continue" that few servers send.
    add_header("Expect:");
    const Body empty{"", {std::make_shared<const std::string>()}};
    const Body& body = request_.body ? *request_.body : empty;
    const auto* only = body.pieces.size() == 1 ? std::get_if<SharedBytes>(&body.pieces[0]) : nullptr;
    curl_easy_setopt(easy_.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.total_bytes()));
    if (only != nullptr) {
      curl_easy_setopt(easy_.get(), request_.body ? CURLOPT_POSTFIELDS : CURLOPT_COPYPOSTFIELDS, (*only)->c_str());
    } else {
      const auto wake = [&loop = loop_, self = self_] {
        loop.post([self] {
          if (*self != nullptr) (*self)->resume();
        });
      };
      body_stream_ = std::make_shared<BodyStream>(request_.body, loop_.body_reader(), wake);
      curl_easy_setopt(easy_.get(), CURLOPT_READFUNCTION, &Transfer::on_read);
      curl_easy_setopt(easy_.get(), CURLOPT_READDATA, this);
      curl_easy_setopt(easy_.get(), CURLOPT_UPLOAD_BUFFERSIZE, kUploadBufferBytes);
    }
    add_header("Content-Type:" + (body.content_type.empty() ? "" : " " + body.content_type));
  }
  curl_easy_setopt(easy_.get(), CURLOPT_HTTPHEADER, header_list_.get());
}

void Transfer::add_header(const std::string& line) {
  curl_slist* const longer = curl_slist_append(header_list_.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  if (header_list_ == nullptr) header_list_.reset(longer);
}

AttemptTimings Transfer::timings() const {
  return {
      .dns_us = time_us(easy_.get(), CURLINFO_NAMELOOKUP_TIME_T),
      .connect_us = time_us(easy_.get(), CURLINFO_CONNECT_TIME_T),
      .tls_us = time_us(easy_.get(), CURLINFO_APPCONNECT_TIME_T),
      .first_byte_us = time_us(easy_.get(), CURLINFO_STARTTRANSFER_TIME_T),
      // curl's own total stands still between its turns.
      .total_us = steady_us() - began_us_,
  };
}

void Transfer::finish(CURLcode code) {
  running_ = false;
  TransferResult result;
  result.outcome = outcome_of(code);
  result.request_left = request_left();
  result.timings = timings();
  result.headers = std::move(response_headers_);
  if (result.outcome == AttemptOutcome::answered || result.outcome == AttemptOutcome::undecodable_answer ||
      result.outcome == AttemptOutcome::response_too_large) {
    long http_status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &http_status);
    result.http_status = static_cast<int32_t>(http_status);
  }
  if (result.outcome == AttemptOutcome::answered) {
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
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return AttemptOutcome::undecodable_answer;
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
    curl_easy_getinfo(easy_.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced_bytes);
    const auto limit_bytes = static_cast<curl_off_t>(request_.max_response_bytes);
    if (announced_bytes > 0) response_body_.reserve(static_cast<size_t>(std::min(announced_bytes, limit_bytes)));
  }
  response_body_.append(received);
  return true;
}

size_t Transfer::on_read(char* out, size_t size, size_t count, void* self) {
  Transfer& transfer = *static_cast<Transfer*>(self);
  // No exception may pass through curl.
  try {
    return transfer.read_body(out, size * count);
  } catch (const std::exception& failure) {
    transfer.file_failure_ = std::string("could not be read: ") + failure.what();
    return CURL_READFUNC_ABORT;
  }
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
  curl_easy_pause(easy_.get(), CURLPAUSE_CONT);
}

}  // namespace spectrakit::http
