#ifndef SPECTRAKIT_TOOLS_SANDBOX_FAULT_ACTIONS_H
#define SPECTRAKIT_TOOLS_SANDBOX_FAULT_ACTIONS_H

#include <httplib.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/answer_edit.h"
#include "sandbox/exchange.h"
#include "sandbox/hold_gate.h"
#include "sandbox/late_works.h"

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

using FaultActionPointer = std::shared_ptr<const FaultAction>;
/// The one that stands last sees the answer first.
using FaultActions = std::vector<FaultActionPointer>;

enum class Ending { kClose, kReset };

FaultActionPointer delay_action(int64_t delay_ms);
FaultActionPointer body_delay_action(int64_t delay_ms);
FaultActionPointer drip_action(size_t drop_bytes, int64_t delay_ms);
/// The gate must outlive the action.
FaultActionPointer hold_action(HoldGate& gate);
/// 1xx answers as soon as the request's head is in.
FaultActionPointer inform_action(std::vector<int> statuses);
/// A ready-made answer in place of the work.
FaultActionPointer canned_answer_action(int status, httplib::Headers headers, std::string body);
/// The work is done, and its answer (or a ready-made one) is changed. `page_number` asks for another page.
FaultActionPointer edit_action(AnswerEdit edit, std::optional<int64_t> page_number);
/// The end of the connection in place of the work.
FaultActionPointer leave_action(Ending ending, bool reads_request, int64_t delay_ms);
/// The end of the connection after the whole answer, without a word of it in there.
FaultActionPointer leave_after_answer_action(Ending ending);
/// The work is done, but only the first bytes of its answer arrive; with none, the answer is lost.
FaultActionPointer cut_action(uint64_t passing_bytes, Ending ending);
/// The request is read and not answered; the work is done `delay_ms` after the client left. `works` must outlive the
/// action.
FaultActionPointer late_work_action(LateWorks& works, int64_t delay_ms);

}  // namespace spectrakit::sandbox

#endif
