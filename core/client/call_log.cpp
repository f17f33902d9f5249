#include "client/call_log.h"

#include <string>

#include "client/log_fields.h"

namespace spectrakit {
namespace {

std::string ending_text(const Attempt& attempt) {
  const std::string outcome(attempt_outcome_text(attempt.outcome));
  return attempt.http_status != 0 ? outcome + " " + std::to_string(attempt.http_status) : outcome;
}

std::string_view url_template(const Request& request) {
  return request.operation() ? request.operation()->path : std::string_view();
}

}  // namespace

void log_start(const Log& log, const Request& request) {
  if (!log.wants(LogLevel::debug)) return;
  const std::string names = request.names_for_log();
  log.write(LogLevel::debug, "call.start", request.name() + (names.empty() ? "" : "; set: " + names),
            LogFields()
                .add("operation", request.name())
                .add("method", request.method())
                .add("url_template", url_template(request))
                .add("set", names)
                .json());
}

void log_attempt(const Log& log, const Request& request, const std::vector<Attempt>& attempts,
                 std::string_view request_id) {
  if (!log.wants(LogLevel::debug)) return;
  const Attempt& attempt = attempts.back();
  const auto number = static_cast<int64_t>(attempts.size());
  log.write(LogLevel::debug, "call.attempt",
            request.name() + ": attempt " + std::to_string(number) + " " + ending_text(attempt),
            LogFields()
                .add("operation", request.name())
                .add("method", request.method())
                .add("url_template", url_template(request))
                .add("attempt", number)
                .add("outcome", attempt_outcome_text(attempt.outcome))
                .add("http_status", attempt.http_status)
                .add("request_id", request_id)
                .add("started_unix_ms", attempt.started_unix_ms)
                .add("waited_ms", attempt.waited_ms)
                .add("wait_reason", wait_reason_text(attempt.wait_reason))
                .add("dns_us", attempt.timings.dns_us)
                .add("connect_us", attempt.timings.connect_us)
                .add("tls_us", attempt.timings.tls_us)
                .add("first_byte_us", attempt.timings.first_byte_us)
                .add("total_us", attempt.timings.total_us)
                .json());
}

void log_again(const Log& log, const Request& request, const std::vector<Attempt>& attempts, int64_t wait_ms,
               WaitReason reason) {
  if (!log.wants(LogLevel::info)) return;
  log.write(LogLevel::info, "call.again",
            request.name() + ": " + ending_text(attempts.back()) + "; again in " + std::to_string(wait_ms) + " ms",
            LogFields()
                .add("operation", request.name())
                .add("attempts", static_cast<int64_t>(attempts.size()))
                .add("wait_ms", wait_ms)
                .add("wait_reason", wait_reason_text(reason))
                .json());
}

void log_failure(const Log& log, const Request& request, const Error& error) {
  if (!log.wants(LogLevel::warning)) return;
  log.write(LogLevel::warning, "call.failed", error.message,
            LogFields()
                .add("operation", request.name())
                .add("status", status_name(error.status))
                .add("http_status", error.http_status)
                .add("request_id", error.request_id)
                .add("attempts", static_cast<int64_t>(error.attempts.size()))
                .json());
}

void log_gate_closed(const Log& log, int64_t wait_ms, bool monthly_quota) {
  if (!log.wants(LogLevel::info)) return;
  log.write(LogLevel::info, "gate.closed",
            std::string(monthly_quota ? "the monthly quota is used up, as the service says" : "answered 429") +
                ": no call of this key starts for " + std::to_string(wait_ms) + " ms",
            LogFields().add("wait_ms", wait_ms).add("monthly_quota", monthly_quota ? 1 : 0).json());
}

void log_gate_opened(const Log& log) {
  log.write(LogLevel::info, "gate.opened", "the service answers calls of this key again");
}

}  // namespace spectrakit
