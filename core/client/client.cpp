#include "client/client.h"

#include <algorithm>
#include <utility>

#include "base/wait.h"

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
  const bool owns_engine = engine == nullptr;
  if (owns_engine) {
    Result<std::shared_ptr<http::Engine>> made = http::Engine::create({});
    if (!made.ok()) return std::move(made.error);
    engine = std::move(made.value);
  }
  if (ErrorPtr error = engine->check_fork()) return error;
  return std::make_shared<Client>(std::move(engine), owns_engine, std::move(options), std::move(base_url.value));
}

Client::Client(std::shared_ptr<http::Engine> engine, bool owns_engine, ClientOptions options, http::BaseUrl base_url)
    : engine_(std::move(engine)),
      owns_engine_(owns_engine),
      options_(std::move(options)),
      base_url_(std::move(base_url)),
      log_(options_.log),
      api_key_(options_.api_key) {
  log_.add_secret(api_key_);
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

ErrorPtr Client::check_may_wait() const {
  if (ErrorPtr error = check_fork()) return error;
  if (!loop().on_io_thread()) return nullptr;
  return make_error(Status::wrong_thread, "a callback can not wait for a call, so nothing was sent; start it instead");
}

ErrorPtr Client::accept_call() {
  const std::lock_guard lock(mutex_);
  if (closed_) return closed_error();
  ++live_calls_;
  return nullptr;
}

void Client::call_completed() {
  const std::lock_guard lock(mutex_);
  --live_calls_;
  if (live_calls_ == 0 && closed_) changed_.notify_all();
}

ErrorPtr Client::set_key(std::string_view key) {
  if (ErrorPtr error = check_fork()) return error;
  if (ErrorPtr error = check_api_key(key)) return error;
  log_.add_secret(key);
  const std::lock_guard lock(mutex_);
  if (closed_) return closed_error();
  api_key_ = key;
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
  if (owns_engine_) return engine_->close(timeout_ms);
  loop().post([self = shared_from_this()] { self->loop().stop_members_of(self.get()); });
  std::unique_lock lock(mutex_);
  const auto all_complete = [this] { return live_calls_ == 0; };
  if (!wait_for(changed_, lock, timeout_ms, all_complete)) {
    return make_error(Status::wait_timed_out, "calls of the client are still ending; close it again to go on waiting");
  }
  return nullptr;
}

bool Client::is_closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

std::string Client::url(const Request& request) const {
  return base_url_.url() + request.target(uses_alternate_path(request));
}

std::string Client::authorization_header() const {
  const std::lock_guard lock(mutex_);
  return "Authorization: Bearer " + api_key_;
}

bool Client::uses_alternate_path(const Request& request) const {
  return request.operation() != nullptr &&
         std::ranges::count(options_.alternate_path_operations, request.operation()->id);
}

}  // namespace spectrakit
