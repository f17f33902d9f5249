// How a transfer ended: what curl knows of it, made into an outcome and words.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "http/transfer.h"

namespace spectrakit::http {
namespace {

constexpr int32_t kProxyAuthenticationRequired = 407;

int64_t time_us(CURL* easy, CURLINFO info) {
  curl_off_t value = 0;
  curl_easy_getinfo(easy, info, &value);
  return value;
}

}  // namespace

AttemptTimings Transfer::timings() const {
  using namespace std::chrono;
  return {
      .dns_us = time_us(easy_.get(), CURLINFO_NAMELOOKUP_TIME_T),
      .connect_us = time_us(easy_.get(), CURLINFO_CONNECT_TIME_T),
      .tls_us = time_us(easy_.get(), CURLINFO_APPCONNECT_TIME_T),
      .first_byte_us = time_us(easy_.get(), CURLINFO_STARTTRANSFER_TIME_T),
      // curl's own total stands still between its turns.
      .total_us = duration_cast<microseconds>(steady_clock::now() - began_).count(),
  };
}

void Transfer::finish(CURLcode code) {
  running_ = false;
  if (got_stalled_connection_) {
    start_on_fresh_connection();
    return;
  }
  // This is how curl says that it found no end of a header line within its own bound.
  const bool head_is_endless = code == CURLE_OUT_OF_MEMORY && request_left() && body_bytes_ == 0;
  if (head_is_endless && exceeded_ == Exceeded::none) exceeded_ = Exceeded::head_line;
  TransferResult result;
  result.outcome = outcome_of(code);
  const bool was_turned_away = result.outcome == AttemptOutcome::refused_by_proxy ||
                               result.outcome == AttemptOutcome::client_certificate_refused;
  result.request_left = request_left() && !was_turned_away;
  result.timings = timings();
  if (result.outcome == AttemptOutcome::answered || result.outcome == AttemptOutcome::undecodable_answer ||
      result.outcome == AttemptOutcome::response_too_large) {
    result.http_status = static_cast<int32_t>(number(CURLINFO_RESPONSE_CODE));
  }
  if (result.outcome == AttemptOutcome::answered) {
    result.body = std::move(response_body_);
    result.body_is_cut = result.body.size() < body_bytes_;
  } else {
    result.detail = detail_of(code, result.outcome);
  }
  result.headers = std::move(response_headers_);
  observer_.transfer_done(std::move(result));
}

void Transfer::end_stalled() {
  loop_.stalled_connections().add(local_port_);
  loop_.abort(*this);
  running_ = false;
  TransferResult result;
  result.outcome = AttemptOutcome::timed_out;
  result.request_left = request_left();
  result.timings = timings();
  const bool awaits_answer = !answer_began_ && sent_body_bytes_ == (body_stream_ ? body_stream_->total_bytes() : 0);
  result.detail = awaits_answer ? "no answer began within " : "nothing was received or sent for ";
  result.detail += std::to_string(stall_timer_.limit_ms()) + " ms";
  observer_.transfer_done(std::move(result));
}

std::string Transfer::detail_of(CURLcode code, AttemptOutcome outcome) const {
  if (exceeded_ != Exceeded::none) return exceeded_text();
  if (!file_failure_.empty()) return file_failure_;
  if (outcome == AttemptOutcome::refused_by_proxy) return proxy_refusal_text();
  if (code == CURLE_OK) return "the connection closed within the head of the answer";
  std::string detail = error_text_[0] != '\0' ? error_text_.data() : curl_easy_strerror(code);
  const Connection& connection = *request_.connection;
  if (proxy_failed(outcome)) detail = "the proxy " + connection.proxy.url + ": " + detail;
  if (outcome == AttemptOutcome::client_certificate_refused) {
    return detail + (connection.certificate.certificate.empty() ? "; the client has no certificate"
                                                                : "; the client showed the certificate it was given");
  }
  if (outcome == AttemptOutcome::tls_failed) detail += "; CA certificates: " + connection.trust.description;
  return detail;
}

std::string Transfer::exceeded_text() const {
  switch (exceeded_) {
    case Exceeded::head:
      return "its head is larger than " + std::to_string(request_.connection->max_header_bytes) + " bytes";
    case Exceeded::head_line:
      return "a line of its head is longer than libcurl takes";
    case Exceeded::body:
      return "its body is larger than " + std::to_string(request_.max_response_bytes) + " bytes, counted unpacked";
    case Exceeded::memory:
      return "there is no memory left for it";
    case Exceeded::none:
      break;
  }
  return {};
}

/// Whether it was the proxy that a request did not get past.
bool Transfer::proxy_failed(AttemptOutcome outcome) const {
  const Proxy& proxy = request_.connection->proxy;
  if (!proxy.is_used() || request_left()) return false;
  const bool tunnel_stood = number(CURLINFO_HTTP_CONNECTCODE) / 100 == 2;
  return !tunnel_stood && (outcome != AttemptOutcome::tls_failed || proxy.speaks_https());
}

/// A proxy without a tunnel answers in the service's place; what it answers by itself but 407 can not be told.
bool Transfer::proxy_wants_credentials() const {
  if (!request_.connection->proxy.is_used()) return false;
  const CURLINFO status = request_.connection->is_https ? CURLINFO_HTTP_CONNECTCODE : CURLINFO_RESPONSE_CODE;
  return number(status) == kProxyAuthenticationRequired;
}

std::string Transfer::proxy_refusal_text() const {
  const Proxy& proxy = request_.connection->proxy;
  const bool has_credentials = !proxy.user.empty() || !proxy.password.empty();
  return "the proxy " + proxy.url + ", which " + proxy.source + " names, " +
         (has_credentials ? "does not accept the user and password that it was given (407)"
                          : "asks for a user and a password (407)");
}

/// In TLS 1.3 a client takes the handshake for done before the server has looked at its certificate; the refusal is
/// the first thing it then reads on a new connection. These words are OpenSSL's for the alerts that only a server sends
/// for that reason.
bool Transfer::client_certificate_was_refused() const {
  constexpr std::array<std::string_view, 7> kReasons{
      "certificate required", "bad certificate",        "unknown ca", "certificate expired", "certificate revoked",
      "certificate unknown",  "unsupported certificate"};
  const std::string_view text = error_text_.data();
  const size_t alert = text.find(" alert ");
  if (answer_began_ || alert == std::string_view::npos || number(CURLINFO_NUM_CONNECTS) == 0) return false;
  return std::ranges::any_of(kReasons, [&](std::string_view reason) { return text.find(reason, alert) != text.npos; });
}

long Transfer::number(CURLINFO info) const {
  long value = 0;
  curl_easy_getinfo(easy_.get(), info, &value);
  return value;
}

/// Whether the connection that the request had left on was lost, and curl set out to send it again by itself: it was
/// kept from that, or got no further connection. What then failed says nothing about the request that had left.
bool Transfer::reconnect_failed(CURLcode code) const {
  if (times_sent_ > 1) return true;
  if (!request_left() || answer_began_) return false;
  if (request_.connection->is_https && number(CURLINFO_HTTP_CONNECTCODE) == kProxyAuthenticationRequired) return true;
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
      return true;
    default:
      return false;
  }
}

AttemptOutcome Transfer::outcome_of(CURLcode code) const {
  if (reconnect_failed(code)) return AttemptOutcome::stale_connection;
  // curl takes a connection that closes within the head for the end of an answer without a body.
  if (proxy_wants_credentials()) return AttemptOutcome::refused_by_proxy;
  if (code == CURLE_OK) return has_whole_head_ ? AttemptOutcome::answered : AttemptOutcome::connection_lost;
  if (exceeded_ != Exceeded::none) return AttemptOutcome::response_too_large;
  if (!file_failure_.empty()) return AttemptOutcome::file_failed;
  if (client_certificate_was_refused()) return AttemptOutcome::client_certificate_refused;
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
    case CURLE_SSL_CLIENTCERT:
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

}  // namespace spectrakit::http
