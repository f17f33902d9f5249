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
/// Up to here curl sends a body together with the head.
constexpr size_t kShortBodyBytes = 64 * 1024 - 1;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

}  // namespace

Transfer::Transfer(IoLoop& loop, TransferRequest request, TransferObserver& observer)
    : loop_(loop),
      request_(std::move(request)),
      observer_(observer),
      easy_(loop.take_easy_handle(), &curl_easy_cleanup),
      header_list_(nullptr, &curl_slist_free_all),
      self_(std::make_shared<Transfer*>(this)),
      began_(std::chrono::steady_clock::now()),
      stall_timer_(loop, [this] { end_stalled(); }) {
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
  request_.connection->set_options(easy_.get());
  loop_.watch_closing(easy_.get());
  curl_easy_setopt(easy_.get(), CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy_.get(), CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(easy_.get(), CURLOPT_BUFFERSIZE,
                   request_.expects_large_answer ? kLargeReceiveBufferBytes : kReceiveBufferBytes);
  curl_easy_setopt(easy_.get(), CURLOPT_ERRORBUFFER, error_text_.data());
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
    if (only != nullptr && (*only)->size() <= kShortBodyBytes) {
      curl_easy_setopt(easy_.get(), request_.body ? CURLOPT_POSTFIELDS : CURLOPT_COPYPOSTFIELDS, (*only)->c_str());
    } else {
      stream_body();
    }
    add_header("Content-Type:" + (body.content_type.empty() ? "" : " " + body.content_type));
  }
  curl_easy_setopt(easy_.get(), CURLOPT_HTTPHEADER, header_list_.get());
}

void Transfer::stream_body() {
  const auto wake = [&loop = loop_, self = self_] {
    loop.post([self] {
      if (*self != nullptr) (*self)->resume();
    });
  };
  body_stream_ = std::make_shared<BodyStream>(request_.body, loop_.body_reader(), wake);
  curl_easy_setopt(easy_.get(), CURLOPT_READFUNCTION, &Transfer::on_read);
  curl_easy_setopt(easy_.get(), CURLOPT_READDATA, this);
  curl_easy_setopt(easy_.get(), CURLOPT_UPLOAD_BUFFERSIZE, kUploadBufferBytes);
  // Tells what really left; what curl has read may still wait in its buffer.
  curl_easy_setopt(easy_.get(), CURLOPT_XFERINFOFUNCTION, &Transfer::on_progress);
  curl_easy_setopt(easy_.get(), CURLOPT_XFERINFODATA, this);
  curl_easy_setopt(easy_.get(), CURLOPT_NOPROGRESS, 0L);
}

void Transfer::add_header(const std::string& line) {
  curl_slist* const longer = curl_slist_append(header_list_.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  if (header_list_ == nullptr) header_list_.reset(longer);
}

int Transfer::on_about_to_send(void* self, char*, char*, int, int local_port) {
  Transfer& transfer = *static_cast<Transfer*>(self);
  transfer.local_port_ = local_port;
  if (transfer.request_left()) {
    ++transfer.times_sent_;
    return CURL_PREREQFUNC_ABORT;
  }
  if (!transfer.wants_fresh_connection_ && transfer.loop_.stalled_connections().has(local_port)) {
    transfer.got_stalled_connection_ = true;
    // Unless others still use it, it ends here.
    curl_easy_setopt(transfer.easy_.get(), CURLOPT_FORBID_REUSE, 1L);
    return CURL_PREREQFUNC_ABORT;
  }
  ++transfer.times_sent_;
  // No exception may pass through curl.
  try {
    transfer.begin_sending();
  } catch (const std::bad_alloc&) {
    return CURL_PREREQFUNC_ABORT;
  }
  return CURL_PREREQFUNC_OK;
}

void Transfer::start_on_fresh_connection() {
  got_stalled_connection_ = false;
  wants_fresh_connection_ = true;
  error_text_[0] = '\0';
  curl_easy_setopt(easy_.get(), CURLOPT_FORBID_REUSE, 0L);
  curl_easy_setopt(easy_.get(), CURLOPT_FRESH_CONNECT, 1L);
  try {
    loop_.start(*this);
    running_ = true;
  } catch (const std::bad_alloc&) {
    exceeded_ = Exceeded::memory;
    finish(CURLE_OUT_OF_MEMORY);
  }
}

void Transfer::give_up_connection() {
  if (local_port_ != 0 && !answer_began_) loop_.stalled_connections().add(local_port_);
}

/// The wait for a connection, which may be one for its turn under the cap, is behind it.
void Transfer::begin_sending() {
  const bool leaves_at_once = body_stream_ == nullptr || body_stream_->total_bytes() == 0;
  const Connection& connection = *request_.connection;
  stall_timer_.set_limit(leaves_at_once ? connection.first_byte_timeout_ms : connection.idle_timeout_ms);
}

int Transfer::on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent_bytes) {
  Transfer& transfer = *static_cast<Transfer*>(self);
  try {
    transfer.body_moved(static_cast<uint64_t>(sent_bytes));
  } catch (const std::bad_alloc&) {
    return 1;
  }
  return 0;
}

void Transfer::body_moved(uint64_t sent_bytes) {
  if (sent_bytes == sent_body_bytes_) return;
  sent_body_bytes_ = sent_bytes;
  if (sent_bytes == body_stream_->total_bytes() && !answer_began_) {
    stall_timer_.set_limit(request_.connection->first_byte_timeout_ms);
  } else {
    stall_timer_.moved();
  }
}

size_t Transfer::on_header(char* bytes, size_t size, size_t count, void* self) {
  return static_cast<Transfer*>(self)->keep({bytes, size * count}, &Transfer::keep_header);
}

size_t Transfer::on_body(char* bytes, size_t size, size_t count, void* self) {
  return static_cast<Transfer*>(self)->keep({bytes, size * count}, &Transfer::keep_body);
}

size_t Transfer::keep(std::string_view received, Exceeded (Transfer::*how)(std::string_view)) {
  // No exception may pass through curl. Memory that is not to be had ends the transfer like a response over the bound.
  try {
    if (answer_began_) {
      stall_timer_.moved();
    } else {
      answer_began_ = true;
      stall_timer_.set_limit(request_.connection->idle_timeout_ms);
    }
    exceeded_ = (this->*how)(received);
  } catch (const std::bad_alloc&) {
    exceeded_ = Exceeded::memory;
  }
  return exceeded_ == Exceeded::none ? received.size() : CURL_WRITEFUNC_ERROR;
}

Transfer::Exceeded Transfer::keep_header(std::string_view line) {
  head_bytes_ += line.size();
  if (head_bytes_ > request_.connection->max_header_bytes) return Exceeded::head;
  // A head of its own precedes the final one for each 1xx answer.
  if (line.starts_with("HTTP/")) {
    response_headers_.clear();
    has_whole_head_ = false;
    is_interim_head_ = line.substr(line.find(' ') + 1).starts_with('1');
  } else if (trimmed(line).empty()) {
    has_whole_head_ = !is_interim_head_;
  } else if (const size_t colon = line.find(':'); colon != std::string_view::npos) {
    response_headers_.push_back(
        {std::string(trimmed(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1)))});
  }
  return Exceeded::none;
}

Transfer::Exceeded Transfer::keep_body(std::string_view received) {
  if (body_bytes_ == 0) begin_body();
  if (received.size() > request_.max_response_bytes - body_bytes_) return Exceeded::body;
  body_bytes_ += received.size();
  response_body_.append(received.substr(0, kept_body_limit_bytes_ - response_body_.size()));
  return Exceeded::none;
}

void Transfer::begin_body() {
  const bool is_error = number(CURLINFO_RESPONSE_CODE) >= 400;
  kept_body_limit_bytes_ = request_.max_response_bytes;
  if (is_error) kept_body_limit_bytes_ = std::min(kept_body_limit_bytes_, request_.max_error_body_bytes);
  curl_off_t announced_bytes = -1;
  curl_easy_getinfo(easy_.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced_bytes);
  if (announced_bytes > 0) {
    response_body_.reserve(std::min(static_cast<size_t>(announced_bytes), kept_body_limit_bytes_));
  }
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
