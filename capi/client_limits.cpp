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

/// Checks the least value of an argument before `assign` puts it where it belongs.
template <typename Value, typename Assign>
spk_status set_option(spk_client_options* options, const char* argument, Value value, Value least, spk_error** error,
                      Assign assign) {
  return guarded(error, [&]() -> ErrorPtr {
    ClientOptions& core = required(options, "options").options;
    if (value < least) {
      return make_error(Status::invalid_argument, std::string(argument) + " is at least " + std::to_string(least));
    }
    assign(core);
    return nullptr;
  });
}

}  // namespace

spk_status spk_client_options_set_max_retry_after_ms(spk_client_options* options, int64_t retry_after_ms,
                                                     spk_error** error) {
  return set_option(options, "retry_after_ms", retry_after_ms, int64_t{0}, error,
                    [=](ClientOptions& core) { core.retry.longest_retry_after_ms = retry_after_ms; });
}

spk_status spk_client_options_set_retry_refused_writes(spk_client_options* options, int retry, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(options, "options").options.retry.retry_refused_writes = retry != 0;
    return nullptr;
  });
}

spk_status spk_client_options_set_requests_per_minute(spk_client_options* options, uint32_t requests,
                                                      spk_error** error) {
  return set_option(options, "requests", requests, 0u, error,
                    [=](ClientOptions& core) { core.requests_per_minute = requests; });
}

spk_status spk_client_options_set_monthly_quota(spk_client_options* options, int64_t calls, int stop,
                                                spk_error** error) {
  return set_option(options, "calls", calls, int64_t{0}, error, [=](ClientOptions& core) {
    core.monthly_quota = calls;
    core.stop_at_monthly_quota = stop != 0;
  });
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
  return set_option(options, "bytes", bytes, uint64_t{1}, error,
                    [=](ClientOptions& core) { core.max_response_bytes = bytes; });
}

spk_status spk_client_options_set_max_error_body_bytes(spk_client_options* options, uint64_t bytes, spk_error** error) {
  return set_option(options, "bytes", bytes, uint64_t{0}, error,
                    [=](ClientOptions& core) { core.max_error_body_bytes = bytes; });
}

spk_status spk_client_options_set_max_json_depth(spk_client_options* options, uint32_t depth, spk_error** error) {
  return set_option(options, "depth", depth, 1u, error, [=](ClientOptions& core) { core.json_limits.depth = depth; });
}

spk_status spk_client_options_set_max_redirects(spk_client_options* options, uint32_t redirects, spk_error** error) {
  return set_option(options, "redirects", redirects, 0u, error,
                    [=](ClientOptions& core) { core.max_redirects = redirects; });
}

spk_status spk_client_options_set_max_queued_calls(spk_client_options* options, uint32_t calls, spk_error** error) {
  return set_option(options, "calls", calls, 1u, error, [=](ClientOptions& core) { core.max_queued_calls = calls; });
}
