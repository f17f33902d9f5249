#include "http/connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <climits>
#include <utility>

#include "base/duration.h"

namespace spectrakit::http {
namespace {

/// Long-running programs see a renewed CA file within this time; until then it is not parsed again.
constexpr long kTrustCacheSeconds = 60 * 60;

/// curl takes 0 for its own default.
long curl_timeout_ms(int64_t timeout_ms) {
  return timeout_ms < 0 ? long{INT_MAX} : static_cast<long>(std::clamp<int64_t>(timeout_ms, 1, INT_MAX));
}

/// An idle connection is asked for a sign of life after this time, and that often, so that a peer that is gone is
/// noticed before a request is sent to it.
constexpr int kKeepAliveIdleSeconds = 30;
constexpr int kKeepAliveIntervalSeconds = 15;
/// What was sent may stay without a sign that it arrived for at least this time; the next user of the connection may be
/// more patient than the one that made it.
constexpr int64_t kLeastUnacknowledgedMs = 60'000;

template <typename Value>
void set_tcp_option(curl_socket_t socket, int option, Value value) {
  // A system that does not know it goes on without.
  setsockopt(socket, IPPROTO_TCP, option, &value, sizeof value);
}

int on_socket_made(void* connection, curl_socket_t socket, curlsocktype) {
  const int64_t patience_ms = static_cast<const Connection*>(connection)->idle_timeout_ms;
  const int on = 1;
  setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  set_tcp_option(socket, TCP_KEEPIDLE, kKeepAliveIdleSeconds);
  set_tcp_option(socket, TCP_KEEPINTVL, kKeepAliveIntervalSeconds);
  // To a server that takes its time to read, too, so it must not be shorter than the transfer's own limit.
  if (!is_forever(patience_ms)) {
    set_tcp_option(socket, TCP_USER_TIMEOUT,
                   static_cast<unsigned>(std::clamp<int64_t>(patience_ms, kLeastUnacknowledgedMs, INT_MAX)));
  }
  return CURL_SOCKOPT_OK;
}

/// A view into `text`, which must outlive the handle's use of it.
curl_blob borrowed(const std::string& text) {
  return {const_cast<char*>(text.data()), text.size(), CURL_BLOB_NOCOPY};
}

void set_trust(CURL* easy, const TrustStore& trust, CURLoption file_option, CURLoption folder_option,
               CURLoption pem_option) {
  // Each overrides curl's own default, which was fixed when curl was built.
  const bool is_file = trust.kind == TrustStore::Kind::file;
  const bool is_folder = trust.kind == TrustStore::Kind::directory;
  curl_easy_setopt(easy, file_option, is_file ? trust.value.c_str() : nullptr);
  curl_easy_setopt(easy, folder_option, is_folder ? trust.value.c_str() : nullptr);
  if (trust.kind != TrustStore::Kind::pem) return;
  curl_blob pem = borrowed(trust.value);
  curl_easy_setopt(easy, pem_option, &pem);
}

}  // namespace

std::vector<std::string_view> Connection::secrets() const {
  // A shorter one could be a part of any word, and a text without it would tell it. No text is made of one in the first
  // place: a proxy is shown without its user and password.
  constexpr size_t kShortestBytes = 6;
  std::vector<std::string_view> secrets;
  for (const std::string_view secret :
       {std::string_view(proxy.user), std::string_view(proxy.password), std::string_view(certificate.key_password)}) {
    if (secret.size() >= kShortestBytes) secrets.push_back(secret);
  }
  return secrets;
}

void Connection::set_options(CURL* easy) const {
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  // Without it, removing the handle would wait for a slow name look-up.
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, curl_timeout_ms(connect_timeout_ms));
  curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, &on_socket_made);
  curl_easy_setopt(easy, CURLOPT_SOCKOPTDATA, this);
  set_proxy_options(easy);
  if (trust.kind != TrustStore::Kind::none) set_tls_options(easy);
  // Without TLS nothing agrees on HTTP/2, and nothing would tell a burst that it need not wait.
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, is_https ? long{CURL_HTTP_VERSION_2TLS} : long{CURL_HTTP_VERSION_1_1});
  curl_easy_setopt(easy, CURLOPT_PIPEWAIT, is_https ? 1L : 0L);
}

void Connection::set_tls_options(CURL* easy) const {
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  curl_easy_setopt(easy, CURLOPT_CA_CACHE_TIMEOUT, kTrustCacheSeconds);
  set_trust(easy, trust, CURLOPT_CAINFO, CURLOPT_CAPATH, CURLOPT_CAINFO_BLOB);
  if (proxy.speaks_https()) {
    set_trust(easy, trust, CURLOPT_PROXY_CAINFO, CURLOPT_PROXY_CAPATH, CURLOPT_PROXY_CAINFO_BLOB);
  }
  if (certificate.certificate.empty()) return;
  curl_blob certificate_pem = borrowed(certificate.certificate);
  curl_blob key_pem = borrowed(certificate.key);
  curl_easy_setopt(easy, CURLOPT_SSLCERT_BLOB, &certificate_pem);
  curl_easy_setopt(easy, CURLOPT_SSLKEY_BLOB, &key_pem);
  // Even when it is empty: without one, OpenSSL would ask at the terminal.
  curl_easy_setopt(easy, CURLOPT_KEYPASSWD, certificate.key_password.c_str());
}

void Connection::set_proxy_options(CURL* easy) const {
  // Empty texts keep curl from asking the environment, which the host may change meanwhile.
  curl_easy_setopt(easy, CURLOPT_PROXY, proxy.url.c_str());
  curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
  if (!proxy.is_used()) return;
  // The heads of the proxy's answers are not the service's.
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  // The key goes to the service, not to the proxy.
  curl_easy_setopt(easy, CURLOPT_HEADEROPT, long{CURLHEADER_SEPARATE});
  if (proxy.user.empty() && proxy.password.empty()) return;
  curl_easy_setopt(easy, CURLOPT_PROXYUSERNAME, proxy.user.c_str());
  curl_easy_setopt(easy, CURLOPT_PROXYPASSWORD, proxy.password.c_str());
}

Result<std::shared_ptr<const Connection>> resolve_connection(const ConnectionOptions& options, const BaseUrl& base_url,
                                                             const Environment& environment) {
  auto connection = std::make_shared<Connection>();
  connection->connect_timeout_ms = options.connect_timeout_ms;
  connection->first_byte_timeout_ms = options.first_byte_timeout_ms;
  connection->idle_timeout_ms = options.idle_timeout_ms;
  connection->max_header_bytes = options.max_header_bytes;
  connection->is_https = base_url.is_https();

  Result<Proxy> proxy = find_proxy(options, base_url, environment);
  if (!proxy.ok()) return std::move(proxy.error);
  connection->proxy = std::move(proxy.value);

  const bool needs_trust = connection->is_https || connection->proxy.speaks_https();
  Result<TrustStore> trust = needs_trust ? find_trust_store(options, environment) : trust_store_of_options(options);
  if (!trust.ok()) return std::move(trust.error);
  if (needs_trust) connection->trust = std::move(trust.value);

  Result<ClientCertificate> certificate = read_client_certificate(options);
  if (!certificate.ok()) return std::move(certificate.error);
  connection->certificate = std::move(certificate.value);
  return std::shared_ptr<const Connection>(std::move(connection));
}

}  // namespace spectrakit::http
