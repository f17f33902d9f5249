#ifndef SPECTRAKIT_TOOLS_SANDBOX_FAULT_RULE_H
#define SPECTRAKIT_TOOLS_SANDBOX_FAULT_RULE_H

#include <nlohmann/json.hpp>

#include "sandbox/fault_actions.h"
#include "sandbox/hold_gate.h"

namespace spectrakit::sandbox {

/// Reads a rule's "action", whose members combine: {"delay_ms":100,"status":503}. docs/sandbox-faults.md lists them.
/// Throws MemberProblem when it makes no sense. `gate` and
/// `late_works` must outlive the actions.
FaultActions parse_fault_actions(const nlohmann::json& action, HoldGate& gate, LateWorks& late_works);

}  // namespace spectrakit::sandbox

#endif
