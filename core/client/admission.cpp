#include "client/admission.h"

#include <memory>
#include <new>
#include <utility>

#include "client/call.h"
#include "client/client.h"

namespace spectrakit {
namespace {

std::string seconds_text(int64_t wait_ms) {
  return std::to_string((wait_ms + 999) / 1000) + " s";
}

}  // namespace

void Admission::enter(Call& call) {
  line_.emplace(call.number(), &call);
  admit();
}

void Admission::leave(Call& call) {
  line_.erase(call.number());
  if (line_.empty()) stop_waiting();
}

void Admission::attempt_ended() {
  client_.loop().host_slots().give_back(origin_);
  admit();
}

void Admission::admit() noexcept {
  // A call that is admitted may end at once and come back here; the loop below goes on for it.
  if (std::exchange(admitting_, true)) return;
  const std::shared_ptr<Client> keep_alive = client_.shared_from_this();
  try {
    while (!line_.empty() && admit_first()) {
    }
  } catch (const std::bad_alloc&) {
    // Who stands in line is looked at again when the next attempt ends, and has a deadline.
  }
  admitting_ = false;
}

bool Admission::admit_first() {
  Call& call = *line_.begin()->second;
  if (client_.is_closed()) {
    call.loop_stopped();
    return true;
  }
  const std::shared_ptr<const KeyTraffic> traffic = client_.traffic();
  const Clock& clock = client_.loop().clock();
  if (client_.monthly_quota_is_used_up(*traffic)) {
    leave(call);
    const int64_t next_month_ms = policy::next_month_unix_ms(clock.unix_ms());
    const int64_t wait_ms = next_month_ms - clock.unix_ms();
    call.turned_away(Limit::month, wait_ms,
                     "the monthly quota that was set for this key is used up, and it was asked to stop there. The next "
                     "month begins on " +
                         policy::month_of(next_month_ms) + "-01 (UTC)");
    return true;
  }
  if (!client_.loop().host_slots().take(origin_, *this)) {
    last_wait_ = WaitReason::free_connection;
    return false;
  }
  policy::RateGate::Answer answer;
  try {
    answer = traffic->limits->gate.try_start(clock.monotonic_ms(), client_.options().requests_per_minute);
  } catch (const std::bad_alloc&) {
    client_.loop().host_slots().give_back(origin_);
    throw;
  }
  if (answer.wait_ms == 0) {
    leave(call);
    call.admitted(traffic, answer.opening, last_wait_);
    return true;
  }
  client_.loop().host_slots().give_back(origin_);
  if (answer.wait_ms > client_.options().retry.longest_retry_after_ms || !call.has_left_ms(answer.wait_ms)) {
    leave(call);
    call.turned_away(answer.monthly_quota ? Limit::month : Limit::unknown, answer.wait_ms,
                     "the rate gate of this key is closed for " + seconds_text(answer.wait_ms) +
                         (answer.monthly_quota ? ", since the service says that the monthly quota is used up"
                                               : ", after a 429 or as many requests as were allowed") +
                         ". That is longer than may be waited");
    return true;
  }
  wait_for_gate(answer.wait_ms);
  return false;
}

void Admission::wait_for_gate(int64_t wait_ms) {
  last_wait_ = WaitReason::rate_gate;
  http::IoLoop& loop = client_.loop();
  if (gate_timer_) loop.cancel_timer(*gate_timer_);
  gate_timer_ = loop.add_timer(loop.clock().monotonic_ms() + wait_ms, [this] {
    gate_timer_.reset();
    admit();
  });
}

void Admission::stop_waiting() {
  http::IoLoop& loop = client_.loop();
  if (gate_timer_) loop.cancel_timer(*std::exchange(gate_timer_, std::nullopt));
  loop.host_slots().stop_waiting(origin_, *this);
}

}  // namespace spectrakit
