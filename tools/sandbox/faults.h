#ifndef SPECTRAKIT_TOOLS_SANDBOX_FAULTS_H
#define SPECTRAKIT_TOOLS_SANDBOX_FAULTS_H

#include <cstdint>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sandbox/fault_rule.h"
#include "sandbox/hold_gate.h"
#include "sandbox/late_works.h"
#include "sandbox/request_head.h"

namespace spectrakit::sandbox {

/// The fault rules in force. Safe for use by several threads.
///
///   {"match":{"method":"POST","path":"/v2/inspection_attachments","nth":1},"times":1,"action":{"lose_answer":true}}
///
/// `path` matches itself and everything below it: "/v2/inspections" matches /v2/inspections/10000001, too. `key` is an
/// API key's value. What `match` leaves out matches anything. From the `nth` matching request on (default 1) the rule
/// takes the next `times` (default 1; 0 means all) that no earlier rule takes.
class Faults {
 public:
  struct Taken {
    /// 0 when no rule took the request.
    int64_t rule_id = 0;
    FaultActions actions;
  };

  /// Adds a rule and returns its id. Throws MemberProblem when it makes no sense.
  int64_t add(const nlohmann::json& rule);
  void clear();
  /// False when there is no rule with this id.
  bool remove(int64_t id);
  /// The rules with how many requests they matched and took, keys masked.
  nlohmann::ordered_json list() const;
  /// The rule that takes this request. Counts it.
  Taken take(const RequestHead& head);
  HoldGate& gate() { return gate_; }
  LateWorks& late_works() { return late_works_; }

 private:
  struct Rule {
    int64_t id = 0;
    std::string method;
    std::string path;
    std::string key;
    int64_t nth = 1;
    int64_t times = 1;
    FaultActions actions;
    int64_t matched_count = 0;
    int64_t taken_count = 0;
    nlohmann::json json;

    bool matches(const RequestHead& head) const;
  };

  HoldGate gate_;
  LateWorks late_works_;
  mutable std::mutex mutex_;
  std::vector<Rule> rules_;
  int64_t last_id_ = 0;
};

}  // namespace spectrakit::sandbox

#endif
