#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/log.h"
#include "client/call.h"
#include "client/service.h"
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
  int64_t connect_timeout_ms = 10'000;
  int64_t idle_timeout_ms = 60'000;
  size_t max_response_bytes = size_t{64} << 20;
  json::ParseLimits json_limits;
  /// Ids of operations that go to their other path.
  std::vector<int32_t> alternate_path_operations;
  LogSink log;
};

/// Null when the text can be an API key.
ErrorPtr check_api_key(std::string_view key);

/// One key at one service. Thread-safe.
class Client : public std::enable_shared_from_this<Client> {
 public:
  /// Without an engine it makes one of its own, which it closes when it is closed.
  static Result<std::shared_ptr<Client>> create(std::shared_ptr<http::Engine> engine, ClientOptions options);
  Client(std::shared_ptr<http::Engine> engine, bool owns_engine, ClientOptions options, http::BaseUrl base_url);

  Result<std::shared_ptr<Call>> start(Request request, CallOptions options);
  ErrorPtr set_key(std::string_view key);
  ErrorPtr close(int64_t timeout_ms);
  ErrorPtr check_fork() const { return engine_->check_fork(); }
  /// Status::wrong_thread in a callback, where nothing may be started that would then be waited for.
  ErrorPtr check_may_wait() const;

  const ClientOptions& options() const { return options_; }
  const Log& log() const { return log_; }
  http::IoLoop& loop() const { return engine_->loop(); }
  std::string url(const Request& request) const;
  std::string authorization_header() const;
  bool uses_alternate_path(const Request& request) const;
  bool is_closed() const;
  void call_completed();

 private:
  ErrorPtr accept_call();

  const std::shared_ptr<http::Engine> engine_;
  const bool owns_engine_;
  const ClientOptions options_;
  const http::BaseUrl base_url_;
  Log log_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::string api_key_;
  bool closed_ = false;
  size_t live_calls_ = 0;
};

}  // namespace spectrakit
