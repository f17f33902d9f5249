#include "boundary.h"

// The options of a client that bound and pace its calls.

using spectrakit::ClientOptions;
using spectrakit::ErrorPtr;
using spectrakit::make_error;
using spectrakit::Status;
using spectrakit::capi::guarded;
using spectrakit::capi::required;
using spectrakit::capi::string_in;

namespace {

/// Sets one option after a check of its least value.
template <typename Member, typename Value>
spk_status set_option(spk_client_options* options, Member ClientOptions::*member, Value value, Value least,
                      spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    ClientOptions& core = required(options, "options").options;
    if (value < least) {
      return make_error(Status::invalid_argument, "the option is at least " + std::to_string(least));
    }
    core.*member = static_cast<Member>(value);
    return nullptr;
  });
}

}  // namespace

spk_status spk_client_options_set_max_retry_after_ms(spk_client_options* options, int64_t retry_after_ms,
                                                     spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    ClientOptions& core = required(options, "options").options;
    if (retry_after_ms < 0) return make_error(Status::invalid_argument, "a wait is at least 0 ms");
    core.retry.longest_retry_after_ms = retry_after_ms;
    return nullptr;
  });
}

spk_status spk_client_options_set_retry_refused_writes(spk_client_options* options, int retry, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(options, "options").options.retry.retry_refused_writes = retry != 0;
    return nullptr;
  });
}

spk_status spk_client_options_set_requests_per_minute(spk_client_options* options, uint32_t requests,
                                                      spk_error** error) {
  return set_option(options, &ClientOptions::requests_per_minute, requests, 0u, error);
}

spk_status spk_client_options_set_monthly_quota(spk_client_options* options, int64_t calls, int stop,
                                                spk_error** error) {
  const spk_status status = set_option(options, &ClientOptions::monthly_quota, calls, int64_t{0}, error);
  if (status == SPK_OK) options->options.stop_at_monthly_quota = stop != 0;
  return status;
}

spk_status spk_client_options_set_ledger_path(spk_client_options* options, const char* path, size_t length,
                                              spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    ClientOptions& core = required(options, "options").options;
    const std::string_view text = string_in(path, length, "path");
    if (text.empty() || text.find('\0') != std::string_view::npos) {
      return make_error(Status::invalid_argument, "the ledger's path is empty or holds a NUL");
    }
    core.ledger_path = text;
    return nullptr;
  });
}

spk_status spk_client_options_set_max_response_bytes(spk_client_options* options, uint64_t bytes, spk_error** error) {
  return set_option(options, &ClientOptions::max_response_bytes, bytes, uint64_t{1}, error);
}

spk_status spk_client_options_set_max_error_body_bytes(spk_client_options* options, uint64_t bytes, spk_error** error) {
  return set_option(options, &ClientOptions::max_error_body_bytes, bytes, uint64_t{0}, error);
}

spk_status spk_client_options_set_max_json_depth(spk_client_options* options, uint32_t depth, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    ClientOptions& core = required(options, "options").options;
    if (depth == 0) return make_error(Status::invalid_argument, "the depth is at least 1");
    core.json_limits.depth = depth;
    return nullptr;
  });
}

spk_status spk_client_options_set_max_redirects(spk_client_options* options, uint32_t redirects, spk_error** error) {
  return set_option(options, &ClientOptions::max_redirects, redirects, 0u, error);
}

spk_status spk_client_options_set_max_queued_calls(spk_client_options* options, uint32_t calls, spk_error** error) {
  return set_option(options, &ClientOptions::max_queued_calls, calls, 1u, error);
}
