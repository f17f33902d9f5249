#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>

namespace spectrakit::http {

/// Somebody with requests that wait for a slot. Told on the I/O thread.
class SlotWaiter {
 public:
  virtual ~SlotWaiter() = default;
  /// Takes what it can use.
  virtual void slot_is_free() = 0;
};

/**
 * How many requests are under way to each host, with a cap. Those who wait get a slot in turn, so that one client's
 * thousands of calls do not hold up another client. On the I/O thread only.
 */
class HostSlots {
 public:
  explicit HostSlots(uint32_t slots_per_host) : slots_per_host_(slots_per_host) {}

  /// False when all are taken; `waiter` is then told, once, when one is free.
  bool take(const std::string& origin, SlotWaiter& waiter);
  void give_back(const std::string& origin);
  void stop_waiting(const std::string& origin, SlotWaiter& waiter);

 private:
  struct Host {
    uint32_t taken = 0;
    std::deque<SlotWaiter*> waiters;
  };

  void drop_if_unused(const std::string& origin);

  const uint32_t slots_per_host_;
  std::unordered_map<std::string, Host> hosts_;
};

}  // namespace spectrakit::http
