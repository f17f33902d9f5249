#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/attempt.h"
#include "http/host_slots.h"
#include "http/io_loop.h"

namespace spectrakit {

class Call;
class Client;

/**
 * The line in which a client's calls wait for their next attempt until the key's rate gate is open and the host has a
 * slot. The call that was started first comes first, so that a retry need not stand behind younger calls. A call for
 * which the wait would be too long is turned away. On the I/O thread only, but for its making and its end.
 */
class Admission : public http::SlotWaiter {
 public:
  Admission(Client& client, std::string origin) : client_(client), origin_(std::move(origin)) {}

  /// A number for a call that begins: its age.
  uint64_t next_number() { return ++calls_begun_; }
  /// Calls Call::admitted or Call::turned_away, now or later.
  void enter(Call& call);
  void leave(Call& call);
  /// An admitted call's attempt is over, and the gate knows how it ended.
  void attempt_ended();
  void slot_is_free() override { admit(); }
  /// Another gate may be open.
  void key_changed() { admit(); }

 private:
  void admit() noexcept;
  /// False when the first in line has to wait.
  bool admit_first();
  void wait_for_gate(int64_t wait_ms);
  void stop_waiting();

  Client& client_;
  const std::string origin_;
  uint64_t calls_begun_ = 0;
  /// By the number of the call.
  std::map<uint64_t, Call*> line_;
  std::optional<http::IoLoop::TimerId> gate_timer_;
  WaitReason last_wait_ = WaitReason::none;
  bool admitting_ = false;
};

}  // namespace spectrakit
