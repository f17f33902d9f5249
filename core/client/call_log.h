#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/attempt.h"
#include "base/error.h"
#include "base/log.h"
#include "client/request.h"

namespace spectrakit {

// The lines that a call writes. docs/reference/log.md lists their fields.

void log_start(const Log& log, const Request& request);
/// The last of `attempts` has ended.
void log_attempt(const Log& log, const Request& request, const std::vector<Attempt>& attempts,
                 std::string_view request_id);
void log_again(const Log& log, const Request& request, const std::vector<Attempt>& attempts, int64_t wait_ms,
               WaitReason reason);
void log_failure(const Log& log, const Request& request, const Error& error);

/// The rate gate of the client's key, which all of the key's calls share.
void log_gate_closed(const Log& log, int64_t wait_ms, bool monthly_quota);
void log_gate_opened(const Log& log);

}  // namespace spectrakit
