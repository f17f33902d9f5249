#include "boundary.h"

using spectrakit::capi::string_out;

namespace {

template <typename Member>
const char* problem_text(const spk_error* error, size_t index, size_t* length, Member member) {
  if (error == nullptr || index >= error->error.problems.size()) return string_out("", length);
  return string_out(error->error.problems[index].*member, length);
}

}  // namespace

const char* spk_status_name(spk_status status) {
  return spectrakit::status_name(static_cast<spectrakit::Status>(status)).data();
}

const char* spk_version(void) {
  return SPECTRAKIT_VERSION;
}

const char* spk_attempt_outcome(const spk_attempt* attempt, size_t* length) {
  return string_out(attempt ? spectrakit::attempt_outcome_text(attempt->attempt.outcome) : "", length);
}

int32_t spk_attempt_http_status(const spk_attempt* attempt) {
  return attempt ? attempt->attempt.http_status : 0;
}

int64_t spk_attempt_started_unix_ms(const spk_attempt* attempt) {
  return attempt ? attempt->attempt.started_unix_ms : 0;
}

const char* spk_attempt_wait_reason(const spk_attempt* attempt, size_t* length) {
  return string_out(attempt ? spectrakit::wait_reason_text(attempt->attempt.wait_reason) : "", length);
}

int64_t spk_attempt_waited_ms(const spk_attempt* attempt) {
  return attempt ? attempt->attempt.waited_ms : 0;
}

int64_t spk_attempt_timing_us(const spk_attempt* attempt, spk_timing timing) {
  if (attempt == nullptr) return 0;
  const spectrakit::AttemptTimings& timings = attempt->attempt.timings;
  switch (timing) {
    case SPK_TIMING_DNS:
      return timings.dns_us;
    case SPK_TIMING_CONNECT:
      return timings.connect_us;
    case SPK_TIMING_TLS:
      return timings.tls_us;
    case SPK_TIMING_FIRST_BYTE:
      return timings.first_byte_us;
    case SPK_TIMING_TOTAL:
      return timings.total_us;
    default:
      return 0;
  }
}

spk_status spk_error_status(const spk_error* error) {
  return error ? static_cast<spk_status>(error->error.status) : SPK_OK;
}

const char* spk_error_name(const spk_error* error, size_t* length) {
  return string_out(error ? spectrakit::error_kind_name(error->error.status) : "", length);
}

const char* spk_error_message(const spk_error* error, size_t* length) {
  return string_out(error ? std::string_view(error->error.message) : "", length);
}

const char* spk_error_operation(const spk_error* error, size_t* length) {
  return string_out(error ? std::string_view(error->error.operation) : "", length);
}

int32_t spk_error_http_status(const spk_error* error) {
  return error ? error->error.http_status : 0;
}

const char* spk_error_request_id(const spk_error* error, size_t* length) {
  return string_out(error ? std::string_view(error->error.request_id) : "", length);
}

int spk_error_is_retryable(const spk_error* error) {
  return error != nullptr && error->error.retryable;
}

int spk_error_is_ambiguous(const spk_error* error) {
  return error != nullptr && error->error.ambiguous;
}

int64_t spk_error_retry_after_ms(const spk_error* error) {
  return error ? error->error.retry_after_ms : -1;
}

spk_limit spk_error_limit(const spk_error* error) {
  return error ? static_cast<spk_limit>(error->error.limit) : SPK_LIMIT_UNKNOWN;
}

const char* spk_error_explain(const spk_error* error, size_t* length) {
  return string_out(error ? std::string_view(error->error.explanation) : "", length);
}

const char* spk_error_support_bundle(const spk_error* error, size_t* length) {
  return string_out(error ? std::string_view(error->error.support_bundle) : "", length);
}

size_t spk_error_attempt_count(const spk_error* error) {
  return error ? error->attempts.size() : 0;
}

const spk_attempt* spk_error_attempt(const spk_error* error, size_t index) {
  return index < spk_error_attempt_count(error) ? &error->attempts[index] : nullptr;
}

size_t spk_error_problem_count(const spk_error* error) {
  return error ? error->error.problems.size() : 0;
}

const char* spk_error_problem_pointer(const spk_error* error, size_t index, size_t* length) {
  return problem_text(error, index, length, &spectrakit::Problem::pointer);
}

const char* spk_error_problem_code(const spk_error* error, size_t index, size_t* length) {
  return problem_text(error, index, length, &spectrakit::Problem::code);
}

const char* spk_error_problem_title(const spk_error* error, size_t index, size_t* length) {
  return problem_text(error, index, length, &spectrakit::Problem::title);
}

const char* spk_error_problem_detail(const spk_error* error, size_t index, size_t* length) {
  return problem_text(error, index, length, &spectrakit::Problem::detail);
}

const char* spk_error_body(const spk_error* error, size_t* length) {
  return string_out(error ? std::string_view(error->error.body) : "", length);
}

int spk_error_body_is_cut(const spk_error* error) {
  return error != nullptr && error->error.body_is_cut;
}

void spk_error_destroy(spk_error* error) {
  delete error;
}
