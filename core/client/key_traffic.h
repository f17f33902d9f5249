#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "policy/ledger.h"
#include "policy/rate_gate.h"
#include "policy/retry_budget.h"

namespace spectrakit {

/// What all calls of one key at one host share, whichever client of the process makes them.
struct KeyLimits {
  policy::RateGate gate;
  policy::RetryBudget retry_budget;
};

/// One key as a client uses it. A client that gets a new key gets a new one of these; attempts under way keep theirs.
struct KeyTraffic {
  std::string api_key;
  std::shared_ptr<KeyLimits> limits;
  std::shared_ptr<policy::Ledger> ledger;
  /// Keys that the client had before; they stay secret.
  std::vector<std::string> earlier_keys;
};

/// An empty `ledger_path` counts this process's calls only. Fails when the ledger's file can not be used. What the keys
/// used last share outlives their clients, so that a program with a client for each request keeps to a limit too.
Result<std::shared_ptr<const KeyTraffic>> key_traffic(const std::shared_ptr<Clock>& clock, const std::string& origin,
                                                      const std::string& api_key, const std::string& ledger_path);

}  // namespace spectrakit
