#include "attempts.h"

#include "failure.h"

namespace spectrakit::python {
namespace {

constexpr double kMicrosecondsInSecond = 1e6;

py::dict to_dict(const spk_attempt* attempt) {
  const auto seconds = [attempt](spk_timing timing) {
    return static_cast<double>(spk_attempt_timing_us(attempt, timing)) / kMicrosecondsInSecond;
  };
  py::dict facts;
  facts["outcome"] = text(spk_attempt_outcome, attempt);
  facts["http_status"] = spk_attempt_http_status(attempt);
  facts["started_unix_ms"] = spk_attempt_started_unix_ms(attempt);
  facts["waited_s"] = static_cast<double>(spk_attempt_waited_ms(attempt)) / kMillisecondsInSecond;
  facts["wait_reason"] = text(spk_attempt_wait_reason, attempt);
  facts["dns_s"] = seconds(SPK_TIMING_DNS);
  facts["connect_s"] = seconds(SPK_TIMING_CONNECT);
  facts["tls_s"] = seconds(SPK_TIMING_TLS);
  facts["first_byte_s"] = seconds(SPK_TIMING_FIRST_BYTE);
  facts["total_s"] = seconds(SPK_TIMING_TOTAL);
  return facts;
}

}  // namespace

py::list attempts_of(const spk_document& document) {
  py::list attempts;
  for (size_t at = 0; at < spk_document_attempt_count(&document); ++at) {
    attempts.append(to_dict(spk_document_attempt(&document, at)));
  }
  return attempts;
}

py::list attempts_of(const spk_error& error) {
  py::list attempts;
  for (size_t at = 0; at < spk_error_attempt_count(&error); ++at) {
    attempts.append(to_dict(spk_error_attempt(&error, at)));
  }
  return attempts;
}

}  // namespace spectrakit::python
