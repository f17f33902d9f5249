#include "client/client.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "base/wait.h"
#include "client/log_fields.h"

namespace spectrakit {
namespace {

ErrorPtr closed_error() {
  return make_error(Status::closed, "the engine or client was closed");
}

}  // namespace

ErrorPtr check_api_key(std::string_view key) {
  if (key.empty()) return make_error(Status::invalid_argument, "the API key is empty");
  const bool is_clean = std::all_of(key.begin(), key.end(), [](unsigned char c) { return c > ' ' && c < 0x7F; });
  if (!is_clean) {
    return make_error(Status::invalid_argument,
                      "the API key holds white space, control or non-ASCII characters; pass it as the portal shows it, "
                      "without \"Bearer\" and without a line break at its end");
  }
  return nullptr;
}

Result<std::shared_ptr<Client>> Client::create(std::shared_ptr<http::Engine> engine, ClientOptions options) {
  if (ErrorPtr error = check_api_key(options.api_key)) return error;
  if (options.base_url.empty()) options.base_url = options.service->default_base_url;
  Result<http::BaseUrl> base_url = http::parse_base_url(options.base_url);
  if (!base_url.ok()) return std::move(base_url.error);
  auto connection = http::resolve_connection(options.connection, base_url.value);
  if (!connection.ok()) return std::move(connection.error);
  const bool owns_engine = engine == nullptr;
  if (owns_engine) {
    Result<std::shared_ptr<http::Engine>> made = http::Engine::create({});
    if (!made.ok()) return std::move(made.error);
    engine = std::move(made.value);
  }
  if (ErrorPtr error = engine->check_fork()) return error;
  if (!engine->loop().is_accepting()) return closed_error();
  auto traffic =
      key_traffic(engine->loop().shared_clock(), base_url.value.origin, options.api_key, options.ledger_path);
  if (!traffic.ok()) return std::move(traffic.error);
  return std::make_shared<Client>(std::move(engine), owns_engine, std::move(options), std::move(base_url.value),
                                  std::move(connection.value), std::move(traffic.value));
}

Client::Client(std::shared_ptr<http::Engine> engine, bool owns_engine, ClientOptions options, http::BaseUrl base_url,
               std::shared_ptr<const http::Connection> connection, std::shared_ptr<const KeyTraffic> traffic)
    : engine_(std::move(engine)),
      owns_engine_(owns_engine),
      options_(std::move(options)),
      base_url_(std::move(base_url)),
      connection_(std::move(connection)),
      log_(options_.log),
      admission_(*this, base_url_.origin),
      traffic_(std::move(traffic)) {
  log_.add_secret(traffic_->api_key);
  for (const std::string_view secret : connection_->secrets()) log_.add_secret(secret);
}

Client::~Client() {
  // What is not in the ledger's file yet. In a forked child it is the parent's to write.
  if (check_fork()) return;
  if (loop().on_io_thread()) {
    write_ledger_soon(traffic_->ledger);
  } else {
    traffic_->ledger->write();
  }
}

Result<std::shared_ptr<Call>> Client::start(Request request, CallOptions options) {
  if (ErrorPtr error = check_fork()) return error;
  if (ErrorPtr error = request.check_complete()) return error;
  auto call = std::make_shared<Call>(shared_from_this(), std::move(request), std::move(options));
  http::IoLoop::Task begin = [call] { call->begin(); };
  if (ErrorPtr error = accept_call()) return error;
  try {
    if (loop().post(std::move(begin))) return call;
  } catch (...) {
    call_completed();
    throw;
  }
  call_completed();
  return closed_error();
}

ErrorPtr Client::check_usable() const {
  if (ErrorPtr error = check_fork()) return error;
  return is_closed() ? closed_error() : nullptr;
}

ErrorPtr Client::check_may_wait() const {
  if (ErrorPtr error = check_fork()) return error;
  if (!loop().on_io_thread()) return nullptr;
  return make_error(Status::wrong_thread, "a callback can not wait for a call, so nothing was sent; start it instead");
}

ErrorPtr Client::accept_call() {
  const std::lock_guard lock(mutex_);
  if (closed_) return closed_error();
  if (live_calls_ >= options_.max_queued_calls) {
    return make_error(Status::too_many_calls,
                      std::to_string(live_calls_) +
                          " calls of this client are not complete yet, as many as were allowed; nothing was sent. Wait "
                          "for some of them, or raise the bound max_queued_calls in the client's options");
  }
  ++live_calls_;
  return nullptr;
}

void Client::call_completed() {
  const std::lock_guard lock(mutex_);
  --live_calls_;
  if (live_calls_ == 0 && closed_) changed_.notify_all();
}

ErrorPtr Client::set_key(std::string_view key) {
  if (ErrorPtr error = check_usable()) return error;
  if (ErrorPtr error = check_api_key(key)) return error;
  if (!options_.ledger_path.empty()) {
    if (ErrorPtr error = check_may_wait_for_ledger()) return error;
  }
  log_.add_secret(key);
  auto traffic = key_traffic(loop().shared_clock(), base_url_.origin, std::string(key), options_.ledger_path);
  if (!traffic.ok()) return std::move(traffic.error);
  auto renewed = std::make_shared<KeyTraffic>(*traffic.value);
  {
    const std::lock_guard lock(mutex_);
    renewed->earlier_keys = traffic_->earlier_keys;
    renewed->earlier_keys.push_back(traffic_->api_key);
    traffic_ = std::move(renewed);
  }
  loop().post([self = shared_from_this()] { self->admission_.key_changed(); });
  return nullptr;
}

ErrorPtr Client::close(int64_t timeout_ms) {
  if (ErrorPtr error = check_fork()) return error;
  if (loop().on_io_thread()) {
    return make_error(Status::wrong_thread, "a client can not be closed in a callback; destroy it there instead");
  }
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  if (ErrorPtr error = owns_engine_ ? engine_->close(timeout_ms) : complete_calls(timeout_ms)) return error;
  traffic()->ledger->write();
  return nullptr;
}

ErrorPtr Client::complete_calls(int64_t timeout_ms) {
  loop().post([self = shared_from_this()] { self->loop().stop_members_of(self.get()); });
  std::unique_lock lock(mutex_);
  const auto all_complete = [this] { return live_calls_ == 0; };
  if (wait_for(changed_, lock, timeout_ms, all_complete)) return nullptr;
  return make_error(Status::wait_timed_out, "calls of the client are still ending; close it again to go on waiting");
}

bool Client::is_closed() const {
  const std::lock_guard lock(mutex_);
  return closed_ || !loop().is_accepting();
}

std::string Client::url(const Request& request) const {
  return base_url_.url() + request.target(uses_alternate_path(request));
}

ErrorPtr Client::check_may_wait_for_ledger() const {
  if (!loop().on_io_thread()) return nullptr;
  return make_error(Status::wrong_thread, "a callback can not wait for the ledger's file; do this on another thread");
}

std::shared_ptr<const KeyTraffic> Client::traffic() const {
  const std::lock_guard lock(mutex_);
  return traffic_;
}

Result<ClientUsage> Client::usage() {
  if (ErrorPtr error = check_fork()) return error;
  if (ErrorPtr error = check_may_wait_for_ledger()) return error;
  const std::shared_ptr<const KeyTraffic> used = traffic();
  if (ErrorPtr error = used->ledger->write()) return error;
  const int64_t now_ms = loop().clock().monotonic_ms();
  ClientUsage usage;
  usage.usage = used->ledger->usage(loop().clock().unix_ms());
  usage.monthly_quota = options_.monthly_quota;
  usage.gate = used->limits->gate.state(now_ms);
  usage.gate_opens_in_ms = used->limits->gate.opens_in_ms(now_ms);
  return usage;
}

bool Client::monthly_quota_is_used_up(const KeyTraffic& traffic) const {
  return options_.stop_at_monthly_quota && options_.monthly_quota > 0 &&
         traffic.ledger->calls(loop().clock().unix_ms()) >= options_.monthly_quota;
}

void Client::enter_in_ledger(const KeyTraffic& traffic, std::string_view feature) {
  const int64_t unix_now_ms = loop().clock().unix_ms();
  if (traffic.ledger->add(feature, unix_now_ms)) write_ledger_soon(traffic.ledger);
  if (options_.monthly_quota > 0) warn_of_quota(traffic.ledger->calls(unix_now_ms));
}

/// On the thread that reads files, as the I/O thread waits for no disk.
void Client::write_ledger_soon(const std::shared_ptr<policy::Ledger>& ledger) {
  const auto write = [ledger, client = weak_from_this(), &loop = loop()] {
    ErrorPtr error = ledger->write();
    if (!error) return;
    loop.post([client, message = error->message] {
      const std::shared_ptr<Client> alive = client.lock();
      if (alive) alive->log().write(LogLevel::warning, "ledger.write_failed", message);
    });
  };
  try {
    loop().body_reader().add(write);
  } catch (const std::system_error&) {
    // No thread is to be had now; the counts stay in memory until the next write.
    ledger->write_was_not_begun();
  }
}

void Client::warn_of_quota(int64_t calls) {
  for (const int64_t percent : {80, 100}) {
    const int64_t quota = options_.monthly_quota;
    // Rounded up; a quota times a percentage may be more than a number holds.
    const int64_t threshold = quota / 100 * percent + (quota % 100 * percent + 99) / 100;
    if (calls >= threshold && calls_seen_ < threshold) {
      log_.write(LogLevel::warning, "ledger.quota",
                 std::to_string(percent) + " % of the monthly quota of " + std::to_string(options_.monthly_quota) +
                     " calls are used up",
                 LogFields().add("calls", calls).add("quota", options_.monthly_quota).json());
    }
  }
  calls_seen_ = calls;
}

bool Client::uses_alternate_path(const Request& request) const {
  return request.operation() != nullptr &&
         std::ranges::count(options_.alternate_path_operations, request.operation()->id);
}

}  // namespace spectrakit
