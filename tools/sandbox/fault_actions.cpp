#include "sandbox/fault_actions.h"

#include <functional>
#include <utility>

#include "sandbox/pacing_sinks.h"

namespace spectrakit::sandbox {
namespace {

using SinkPointer = std::unique_ptr<ByteSink>;

void end_connection(Exchange& exchange, Ending ending) {
  if (ending == Ending::kReset) {
    exchange.reset_connection();
  } else {
    exchange.end_connection();
  }
}

class Delay : public FaultAction {
 public:
  explicit Delay(int64_t delay_ms) : delay_ms_(delay_ms) {}
  SinkPointer filter_answer(Exchange& exchange, SinkPointer sink) const override {
    return std::make_unique<WaitingSink>(std::move(sink),
                                         [&exchange, wait_ms = delay_ms_] { return exchange.peer().wait(wait_ms); });
  }

 private:
  const int64_t delay_ms_;
};

class BodyDelay : public FaultAction {
 public:
  explicit BodyDelay(int64_t delay_ms) : delay_ms_(delay_ms) {}
  SinkPointer filter_answer(Exchange& exchange, SinkPointer sink) const override {
    return std::make_unique<BodyWaitingSink>(std::move(sink), exchange.peer(), delay_ms_);
  }

 private:
  const int64_t delay_ms_;
};

class Drip : public FaultAction {
 public:
  Drip(size_t drop_bytes, int64_t delay_ms) : drop_bytes_(drop_bytes), delay_ms_(delay_ms) {}
  SinkPointer filter_answer(Exchange& exchange, SinkPointer sink) const override {
    return std::make_unique<DrippingSink>(std::move(sink), exchange.peer(), drop_bytes_, delay_ms_);
  }

 private:
  const size_t drop_bytes_;
  const int64_t delay_ms_;
};

class Hold : public FaultAction {
 public:
  explicit Hold(HoldGate& gate) : gate_(gate) {}
  SinkPointer filter_answer(Exchange& exchange, SinkPointer sink) const override {
    return std::make_unique<WaitingSink>(std::move(sink), [&gate = gate_, &exchange, generation = gate_.generation()] {
      return gate.wait(exchange.peer(), generation);
    });
  }

 private:
  HoldGate& gate_;
};

class Inform : public FaultAction {
 public:
  explicit Inform(std::vector<int> statuses) : statuses_(std::move(statuses)) {}
  Next on_request(Exchange& exchange) const override {
    for (const int status : statuses_) exchange.inform(status);
    return Next::kWork;
  }

 private:
  const std::vector<int> statuses_;
};

class CannedAnswer : public FaultAction {
 public:
  CannedAnswer(int status, httplib::Headers headers, std::string body)
      : status_(status), headers_(std::move(headers)), body_(std::move(body)) {}
  Next on_request(Exchange& exchange) const override {
    if (exchange.read_whole_body()) exchange.answer(status_, headers_, body_);
    return Next::kEnd;
  }

 private:
  const int status_;
  const httplib::Headers headers_;
  const std::string body_;
};

std::string with_page_number(const std::string& target, int64_t page_number) {
  const size_t question_mark = std::min(target.find('?'), target.size());
  std::string path_and_query = target.substr(0, question_mark) + "?";
  std::string_view query = std::string_view(target).substr(std::min(question_mark + 1, target.size()));
  while (!query.empty()) {
    const std::string parameter(query.substr(0, query.find('&')));
    query.remove_prefix(std::min(query.size(), parameter.size() + 1));
    const std::string name = httplib::detail::decode_url(parameter.substr(0, parameter.find('=')), true);
    if (name != "page[number]") path_and_query += parameter + "&";
  }
  return path_and_query + "page%5Bnumber%5D=" + std::to_string(page_number);
}

class Edit : public FaultAction {
 public:
  Edit(AnswerEdit edit, std::optional<int64_t> page_number) : edit_(std::move(edit)), page_number_(page_number) {}
  Next on_request(Exchange& exchange) const override {
    if (edit_.hides_the_end()) exchange.end_connection();
    return Next::kWork;
  }
  SinkPointer filter_answer(Exchange& exchange, SinkPointer sink) const override {
    // A body that the server behind had packed could not be edited.
    RequestHead head = exchange.head();
    head.remove_header("accept-encoding");
    if (page_number_) head.target = with_page_number(head.target, *page_number_);
    exchange.ask_for(head);
    return std::make_unique<EditingSink>(std::move(sink), edit_, exchange.head().method != "HEAD");
  }

 private:
  const AnswerEdit edit_;
  const std::optional<int64_t> page_number_;
};

class Leave : public FaultAction {
 public:
  Leave(Ending ending, bool reads_request, int64_t delay_ms)
      : ending_(ending), reads_request_(reads_request), delay_ms_(delay_ms) {}
  Next on_request(Exchange& exchange) const override {
    if (reads_request_) exchange.read_whole_body();
    exchange.peer().wait(delay_ms_);
    end_connection(exchange, ending_);
    return Next::kEnd;
  }

 private:
  const Ending ending_;
  const bool reads_request_;
  const int64_t delay_ms_;
};

class LeaveAfterAnswer : public FaultAction {
 public:
  explicit LeaveAfterAnswer(Ending ending) : ending_(ending) {}
  Next on_request(Exchange& exchange) const override {
    end_connection(exchange, ending_);
    return Next::kWork;
  }

 private:
  const Ending ending_;
};

class Cut : public FaultAction {
 public:
  Cut(uint64_t passing_bytes, Ending ending) : passing_bytes_(passing_bytes), ending_(ending) {}
  Next on_request(Exchange& exchange) const override {
    end_connection(exchange, ending_);
    return Next::kWork;
  }
  SinkPointer filter_answer(Exchange&, SinkPointer sink) const override {
    return std::make_unique<CuttingSink>(std::move(sink), passing_bytes_);
  }

 private:
  const uint64_t passing_bytes_;
  const Ending ending_;
};

class LateWork : public FaultAction {
 public:
  LateWork(LateWorks& works, int64_t delay_ms) : works_(works), delay_ms_(delay_ms) {}
  Next on_request(Exchange& exchange) const override {
    exchange.end_connection();
    if (!exchange.keep_whole_body()) return Next::kEnd;
    auto work = std::make_unique<LateWorks::Work>(works_, exchange.peer());
    const bool goes_on = work->wait(delay_ms_);
    exchange.keep_until_end(std::move(work));
    return goes_on ? Next::kWork : Next::kEnd;
  }
  SinkPointer filter_answer(Exchange&, SinkPointer sink) const override {
    return std::make_unique<CuttingSink>(std::move(sink), 0);
  }

 private:
  LateWorks& works_;
  const int64_t delay_ms_;
};

}  // namespace

FaultActionPointer delay_action(int64_t delay_ms) {
  return std::make_shared<Delay>(delay_ms);
}

FaultActionPointer body_delay_action(int64_t delay_ms) {
  return std::make_shared<BodyDelay>(delay_ms);
}

FaultActionPointer drip_action(size_t drop_bytes, int64_t delay_ms) {
  return std::make_shared<Drip>(drop_bytes, delay_ms);
}

FaultActionPointer hold_action(HoldGate& gate) {
  return std::make_shared<Hold>(gate);
}

FaultActionPointer inform_action(std::vector<int> statuses) {
  return std::make_shared<Inform>(std::move(statuses));
}

FaultActionPointer canned_answer_action(int status, httplib::Headers headers, std::string body) {
  return std::make_shared<CannedAnswer>(status, std::move(headers), std::move(body));
}

FaultActionPointer edit_action(AnswerEdit edit, std::optional<int64_t> page_number) {
  return std::make_shared<Edit>(std::move(edit), page_number);
}

FaultActionPointer leave_action(Ending ending, bool reads_request, int64_t delay_ms) {
  return std::make_shared<Leave>(ending, reads_request, delay_ms);
}

FaultActionPointer leave_after_answer_action(Ending ending) {
  return std::make_shared<LeaveAfterAnswer>(ending);
}

FaultActionPointer cut_action(uint64_t passing_bytes, Ending ending) {
  return std::make_shared<Cut>(passing_bytes, ending);
}

FaultActionPointer late_work_action(LateWorks& works, int64_t delay_ms) {
  return std::make_shared<LateWork>(works, delay_ms);
}

}  // namespace spectrakit::sandbox
