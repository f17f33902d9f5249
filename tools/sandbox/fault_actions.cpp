#include "sandbox/fault_actions.h"

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>

namespace spectrakit::sandbox {
namespace {

using Json = nlohmann::json;
using SinkPointer = std::unique_ptr<ByteSink>;

/// Waits before the first byte of the answer; the work is done by then.
class WaitingSink : public ByteSink {
 public:
  WaitingSink(SinkPointer next, std::function<bool()> wait) : next_(std::move(next)), wait_(std::move(wait)) {}

  bool write(std::string_view bytes) override {
    if (!has_waited_) is_open_ = wait_();
    has_waited_ = true;
    return is_open_ && next_->write(bytes);
  }

 private:
  SinkPointer next_;
  std::function<bool()> wait_;
  bool has_waited_ = false;
  bool is_open_ = false;
};

/// Lets the first bytes pass and swallows the rest.
class CuttingSink : public ByteSink {
 public:
  CuttingSink(SinkPointer next, uint64_t passing_bytes) : next_(std::move(next)), passing_bytes_(passing_bytes) {}

  bool write(std::string_view bytes) override {
    const std::string_view passing = bytes.substr(0, std::min<uint64_t>(passing_bytes_, bytes.size()));
    passing_bytes_ -= passing.size();
    return passing.empty() || next_->write(passing);
  }

 private:
  SinkPointer next_;
  uint64_t passing_bytes_;
};

class Delay : public FaultAction {
 public:
  explicit Delay(int64_t delay_ms) : delay_ms_(delay_ms) {}
  SinkPointer filter_answer(Exchange& exchange, SinkPointer sink) const override {
    return std::make_unique<WaitingSink>(std::move(sink),
                                         [&exchange, wait_ms = delay_ms_] { return exchange.peer().wait(wait_ms); });
  }

 private:
  int64_t delay_ms_;
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

/// A ready-made answer in place of the work.
class CannedAnswer : public FaultAction {
 public:
  CannedAnswer(int status, httplib::Headers headers, std::string body)
      : status_(status), headers_(std::move(headers)), body_(std::move(body)) {}
  Next on_request(Exchange& exchange) const override {
    if (exchange.read_whole_body()) exchange.answer(status_, headers_, body_);
    return Next::kEnd;
  }

 private:
  int status_;
  httplib::Headers headers_;
  std::string body_;
};

/// The end of the connection in place of the work.
class Close : public FaultAction {
 public:
  explicit Close(bool reads_request) : reads_request_(reads_request) {}
  Next on_request(Exchange& exchange) const override {
    if (reads_request_) exchange.read_whole_body();
    exchange.end_connection();
    return Next::kEnd;
  }

 private:
  bool reads_request_;
};

/// The work is done, but only the first bytes of its answer arrive; with none, the answer is lost.
class Truncate : public FaultAction {
 public:
  explicit Truncate(uint64_t passing_bytes) : passing_bytes_(passing_bytes) {}
  Next on_request(Exchange& exchange) const override {
    exchange.end_connection();
    return Next::kWork;
  }
  SinkPointer filter_answer(Exchange&, SinkPointer sink) const override {
    return std::make_unique<CuttingSink>(std::move(sink), passing_bytes_);
  }

 private:
  uint64_t passing_bytes_;
};

int64_t whole_number(const Json& action, const char* name, int64_t minimum, int64_t maximum) {
  const Json& value = action.at(name);
  if (!value.is_number_integer() || value < minimum || value > maximum) {
    throw std::invalid_argument(std::string("\"") + name + "\" must be a whole number from " + std::to_string(minimum) +
                                " to " + std::to_string(maximum));
  }
  return value.get<int64_t>();
}

std::string text(const Json& value, const std::string& name) {
  if (!value.is_string()) throw std::invalid_argument("\"" + name + "\" must be a string");
  return value.get<std::string>();
}

bool must_be_true(const Json& action, const char* name) {
  if (action.at(name) != true) throw std::invalid_argument(std::string("\"") + name + "\" must be true");
  return true;
}

std::shared_ptr<const FaultAction> parse_canned_answer(const Json& action) {
  const int status = action.contains("status") ? static_cast<int>(whole_number(action, "status", 200, 599)) : 200;
  httplib::Headers headers;
  if (action.contains("headers")) {
    if (!action["headers"].is_object()) throw std::invalid_argument("\"headers\" must be an object");
    for (const auto& [name, value] : action["headers"].items()) headers.emplace(name, text(value, name));
  }
  const bool has_type = headers.find("Content-Type") != headers.end();
  if (action.contains("content_type")) {
    headers.emplace("Content-Type", text(action["content_type"], "content_type"));
  } else if (!has_type) {
    headers.emplace("Content-Type", "application/json");
  }
  return std::make_shared<CannedAnswer>(status, headers,
                                        action.contains("body") ? text(action["body"], "body") : std::string());
}

std::shared_ptr<const FaultAction> parse_close(const Json& action) {
  const std::string when = text(action["close"], "close");
  if (when != "before" && when != "after_request") {
    throw std::invalid_argument("\"close\" must be \"before\" or \"after_request\"");
  }
  return std::make_shared<Close>(when == "after_request");
}

void refuse_unknown_members(const Json& action) {
  static const std::vector<std::string> kKnown = {"delay_ms", "hold",    "truncate_bytes", "lose_answer", "close",
                                                  "status",   "headers", "body",           "content_type"};
  for (const auto& member : action.items()) {
    if (std::find(kKnown.begin(), kKnown.end(), member.key()) == kKnown.end()) {
      throw std::invalid_argument("\"" + member.key() + "\" is no action");
    }
  }
}

}  // namespace

FaultActions parse_fault_actions(const Json& action, HoldGate& gate) {
  if (!action.is_object() || action.empty()) throw std::invalid_argument("\"action\" must be an object that names one");
  refuse_unknown_members(action);
  constexpr int64_t kMaxDelayMs = 24 * 3600 * 1000;
  FaultActions actions;
  // The filter that is made last sees the answer first: whatever waits does so before anything else happens to it.
  if (action.contains("truncate_bytes")) {
    actions.push_back(std::make_shared<Truncate>(whole_number(action, "truncate_bytes", 0, INT64_MAX)));
  }
  if (action.contains("lose_answer") && must_be_true(action, "lose_answer")) {
    actions.push_back(std::make_shared<Truncate>(0));
  }
  if (action.contains("delay_ms")) {
    actions.push_back(std::make_shared<Delay>(whole_number(action, "delay_ms", 0, kMaxDelayMs)));
  }
  if (action.contains("hold") && must_be_true(action, "hold")) actions.push_back(std::make_shared<Hold>(gate));
  if (action.contains("close")) actions.push_back(parse_close(action));
  if (action.contains("status") || action.contains("body")) actions.push_back(parse_canned_answer(action));
  if (actions.empty()) throw std::invalid_argument("\"action\" needs \"status\" or \"body\"");
  return actions;
}

}  // namespace spectrakit::sandbox
