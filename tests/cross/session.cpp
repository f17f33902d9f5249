#include "session.h"

#include <functional>
#include <map>

namespace spectrakit::tests {
namespace {

using Json = nlohmann::json;
using support::call;
using support::make;

constexpr int64_t kStartUnixMs = 1'800'000'000'000;
constexpr uint64_t kSeed = 1;
constexpr int64_t kPatienceMs = 20'000;

using OptionSetter = std::function<void(spk_client_options*, const Json&)>;

template <auto Set>
void set_text(spk_client_options* options, const Json& value) {
  const auto& text = value.get_ref<const std::string&>();
  call(Set, options, text.data(), text.size());
}

template <auto Set, typename Number>
void set_number(spk_client_options* options, const Json& value) {
  call(Set, options, value.get<Number>());
}

void set_retry_refused_writes(spk_client_options* options, const Json& value) {
  call(spk_client_options_set_retry_refused_writes, options, value.get<bool>() ? 1 : 0);
}

void set_monthly_quota(spk_client_options* options, const Json& value) {
  call(spk_client_options_set_monthly_quota, options, value.at("calls").get<int64_t>(),
       value.value("stop", false) ? 1 : 0);
}

/// The client options that a case may name, each under the name of its setter.
const std::map<std::string, OptionSetter>& option_setters() {
  static const std::map<std::string, OptionSetter> kSetters = {
      {"api_key", set_text<spk_client_options_set_api_key>},
      {"base_url", set_text<spk_client_options_set_base_url>},
      {"deadline_ms", set_number<spk_client_options_set_deadline_ms, int64_t>},
      {"first_byte_timeout_ms", set_number<spk_client_options_set_first_byte_timeout_ms, int64_t>},
      {"idle_timeout_ms", set_number<spk_client_options_set_idle_timeout_ms, int64_t>},
      {"ledger_path", set_text<spk_client_options_set_ledger_path>},
      {"max_error_body_bytes", set_number<spk_client_options_set_max_error_body_bytes, uint64_t>},
      {"max_header_bytes", set_number<spk_client_options_set_max_header_bytes, uint64_t>},
      {"max_json_depth", set_number<spk_client_options_set_max_json_depth, uint32_t>},
      {"max_queued_calls", set_number<spk_client_options_set_max_queued_calls, uint32_t>},
      {"max_redirects", set_number<spk_client_options_set_max_redirects, uint32_t>},
      {"max_response_bytes", set_number<spk_client_options_set_max_response_bytes, uint64_t>},
      {"max_retries", set_number<spk_client_options_set_max_retries, uint32_t>},
      {"max_retry_after_ms", set_number<spk_client_options_set_max_retry_after_ms, int64_t>},
      {"monthly_quota", set_monthly_quota},
      {"requests_per_minute", set_number<spk_client_options_set_requests_per_minute, uint32_t>},
      {"retry_refused_writes", set_retry_refused_writes},
  };
  return kSetters;
}

}  // namespace

Session::Session(const Json& client_options, const SandboxProcess& sandbox)
    : client_options_([&] {
        Json options = {{"api_key", sandbox.api_key()}, {"base_url", sandbox.url()}};
        options.update(client_options);
        return options;
      }()),
      clock_(make<ClockHandle>(spk_experimental_clock_create, kStartUnixMs)) {
  call(spk_experimental_clock_set_auto_advance, clock_.get(), 1);
  const auto options = make<EngineOptionsHandle>(spk_engine_options_create);
  call(spk_engine_options_set_experimental_clock, options.get(), clock_.get());
  call(spk_engine_options_set_experimental_random_seed, options.get(), kSeed);
  engine_ = make<EngineHandle>(spk_engine_create, static_cast<const spk_engine_options*>(options.get()));
}

Session::~Session() {
  close();
}

spk_client* Session::client() {
  if (client_ == nullptr) client_ = make_client();
  return client_.get();
}

void Session::renew_client(const Json& changed_options) {
  client_options_.update(changed_options);
  client_.reset();
}

support::ClientHandle Session::make_client() {
  const auto options = make<support::ClientOptionsHandle>(spk_client_options_create, SPK_SERVICE_SPECTORA);
  for (const auto& [name, value] : client_options_.items()) {
    const bool is_file = name == "ledger_path";
    option_setters().at(name)(options.get(), is_file ? Json(folder_.path(value.get<std::string>())) : value);
  }
  call(spk_client_options_set_log_callback, options.get(), SPK_LOG_DEBUG, &Session::keep_line,
       static_cast<void*>(&log_));
  return make<support::ClientHandle>(spk_client_create, engine_.get(),
                                     static_cast<const spk_client_options*>(options.get()));
}

int64_t Session::elapsed_ms() const {
  return spk_experimental_clock_unix_ms(clock_.get()) - kStartUnixMs;
}

spk_status Session::close() {
  return spk_engine_close(engine_.get(), kPatienceMs, nullptr);
}

void Session::keep_line(void* lines, spk_log_level, const char* event, const char* text, const char* fields) {
  auto* log = static_cast<LogLines*>(lines);
  const std::lock_guard lock(log->mutex);
  log->by_event[event].push_back(text);
  log->text += text;
  log->text += fields;
  log->text += '\n';
}

Json Session::logged() const {
  const std::lock_guard lock(log_.mutex);
  return log_.by_event;
}

bool Session::log_shows(const std::string& secret) const {
  const std::lock_guard lock(log_.mutex);
  return log_.text.find(secret) != std::string::npos;
}

}  // namespace spectrakit::tests
