#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/log.h"
#include "client/admission.h"
#include "client/call.h"
#include "client/key_traffic.h"
#include "client/service.h"
#include "http/connection.h"
#include "http/engine.h"
#include "http/url.h"
#include "json/document.h"
#include "policy/retry.h"

namespace spectrakit {

/// The defaults stand here and nowhere else; docs/reference/options.md says the same in words.
struct ClientOptions {
  const Service* service = nullptr;
  std::string api_key;
  /// Empty: the service's own.
  std::string base_url;
  /// Of calls that carry no file; negative for none.
  int64_t deadline_ms = 60'000;
  policy::RetryOptions retry;
  http::ConnectionOptions connection;
  size_t max_response_bytes = size_t{64} << 20;
  size_t max_error_body_bytes = size_t{64} << 10;
  json::ParseLimits json_limits;
  /// Of one GET, within its origin.
  uint32_t max_redirects = 3;
  /// Calls of this client that were started and are not complete.
  size_t max_queued_calls = 100'000;
  /// Over any 60 seconds; 0 for no limit.
  uint32_t requests_per_minute = 0;
  /// Calls a calendar month (UTC); 0 when it is not known.
  int64_t monthly_quota = 0;
  /// Whether nothing more is sent when the quota is used up.
  bool stop_at_monthly_quota = false;
  /// Where the month's calls are counted for all processes; empty: for this process only, in memory.
  std::string ledger_path;
  /// Ids of operations that go to their other path.
  std::vector<int32_t> alternate_path_operations;
  LogSink log;
};

/// Null when the text can be an API key.
ErrorPtr check_api_key(std::string_view key);

/// What a client's key has used and may use.
struct ClientUsage {
  policy::Usage usage;
  int64_t monthly_quota = 0;
  policy::GateState gate = policy::GateState::open;
  int64_t gate_opens_in_ms = 0;
};

/// One key at one service. Thread-safe.
class Client : public std::enable_shared_from_this<Client> {
 public:
  /// Without an engine it makes one of its own, which it closes when it is closed.
  static Result<std::shared_ptr<Client>> create(std::shared_ptr<http::Engine> engine, ClientOptions options);
  Client(std::shared_ptr<http::Engine> engine, bool owns_engine, ClientOptions options, http::BaseUrl base_url,
         std::shared_ptr<const http::Connection> connection, std::shared_ptr<const KeyTraffic> traffic);
  ~Client();

  Result<std::shared_ptr<Call>> start(Request request, CallOptions options);
  ErrorPtr set_key(std::string_view key);
  ErrorPtr close(int64_t timeout_ms);
  ErrorPtr check_fork() const { return engine_->check_fork(); }
  /// Status::forked or Status::closed when nothing can be started any more, else null.
  ErrorPtr check_usable() const;
  /// Status::wrong_thread in a callback, where nothing may be started that would then be waited for.
  ErrorPtr check_may_wait() const;

  const ClientOptions& options() const { return options_; }
  const Log& log() const { return log_; }
  const std::shared_ptr<const http::Connection>& connection() const { return connection_; }
  http::IoLoop& loop() const { return engine_->loop(); }
  std::string url(const Request& request) const;
  bool uses_alternate_path(const Request& request) const;
  /// By itself or with its engine.
  bool is_closed() const;
  /// Of the key that is in use now.
  std::shared_ptr<const KeyTraffic> traffic() const;
  /// As the ledger's file has it; may wait for its lock.
  Result<ClientUsage> usage();
  void call_completed();

  // On the I/O thread.
  Admission& admission() { return admission_; }
  bool monthly_quota_is_used_up(const KeyTraffic& traffic) const;
  void enter_in_ledger(const KeyTraffic& traffic, std::string_view feature);

 private:
  ErrorPtr accept_call();
  /// Ends the client's calls and waits for that.
  ErrorPtr complete_calls(int64_t timeout_ms);
  void write_ledger_soon(const std::shared_ptr<policy::Ledger>& ledger);
  ErrorPtr check_may_wait_for_ledger() const;
  void warn_of_quota(int64_t calls);

  const std::shared_ptr<http::Engine> engine_;
  const bool owns_engine_;
  const ClientOptions options_;
  const http::BaseUrl base_url_;
  const std::shared_ptr<const http::Connection> connection_;
  Log log_;
  Admission admission_;
  /// On the I/O thread: the count of the month when the quota was last looked at.
  int64_t calls_seen_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<const KeyTraffic> traffic_;
  bool closed_ = false;
  size_t live_calls_ = 0;
};

}  // namespace spectrakit
