#include "http/host_slots.h"

#include <algorithm>

namespace spectrakit::http {

bool HostSlots::take(const std::string& origin, SlotWaiter& waiter) {
  Host& host = hosts_[origin];
  if (host.taken < slots_per_host_) {
    ++host.taken;
    return true;
  }
  if (std::find(host.waiters.begin(), host.waiters.end(), &waiter) == host.waiters.end()) {
    host.waiters.push_back(&waiter);
  }
  return false;
}

void HostSlots::give_back(const std::string& origin) {
  --hosts_[origin].taken;
  // Who is told may have no use for it any more, and may take it, give it back or stop waiting meanwhile.
  for (auto host = hosts_.find(origin);
       host != hosts_.end() && host->second.taken < slots_per_host_ && !host->second.waiters.empty();
       host = hosts_.find(origin)) {
    SlotWaiter* const next = host->second.waiters.front();
    host->second.waiters.pop_front();
    next->slot_is_free();
  }
  drop_if_unused(origin);
}

void HostSlots::stop_waiting(const std::string& origin, SlotWaiter& waiter) {
  const auto found = hosts_.find(origin);
  if (found == hosts_.end()) return;
  std::erase(found->second.waiters, &waiter);
  drop_if_unused(origin);
}

void HostSlots::drop_if_unused(const std::string& origin) {
  const auto found = hosts_.find(origin);
  if (found != hosts_.end() && found->second.taken == 0 && found->second.waiters.empty()) hosts_.erase(found);
}

}  // namespace spectrakit::http
