#ifndef SPECTRAKIT_TOOLS_SANDBOX_FAULT_ACTIONS_H
#define SPECTRAKIT_TOOLS_SANDBOX_FAULT_ACTIONS_H

#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "sandbox/exchange.h"
#include "sandbox/hold_gate.h"

namespace spectrakit::sandbox {

/// One thing that goes wrong with an exchange. A further kind is one more class with either of these two.
class FaultAction {
 public:
  virtual ~FaultAction() = default;

  enum class Next { kWork, kEnd };
  /// Called when the head of the request is in. kEnd: the request goes no further.
  virtual Next on_request(Exchange&) const { return Next::kWork; }
  /// Puts something between the answer and `sink`. Called before on_request.
  virtual std::unique_ptr<ByteSink> filter_answer(Exchange&, std::unique_ptr<ByteSink> sink) const { return sink; }
};

using FaultActions = std::vector<std::shared_ptr<const FaultAction>>;

/// Reads a rule's "action". Its members combine: {"delay_ms":100,"status":503}. Throws std::invalid_argument with a
/// message for the caller when it makes no sense. `gate` must outlive the actions.
FaultActions parse_fault_actions(const nlohmann::json& action, HoldGate& gate);

}  // namespace spectrakit::sandbox

#endif
