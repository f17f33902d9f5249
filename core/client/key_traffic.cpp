#include "client/key_traffic.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <utility>

#include "base/fork.h"
#include "policy/ledger_file.h"

namespace spectrakit {
namespace {

/// Objects that live while somebody uses them, found by a name. Thread-safe.
template <typename Shared>
class Registry {
 public:
  template <typename Make>
  Result<std::shared_ptr<Shared>> find_or_make(const std::string& name, Make make) {
    const std::lock_guard lock(mutex_);
    if (const auto found = known_.find(name); found != known_.end()) {
      if (std::shared_ptr<Shared> shared = found->second.lock()) return shared;
    }
    Result<std::shared_ptr<Shared>> made = make();
    if (!made.ok()) return made;
    if (known_.size() >= prune_at_) {
      std::erase_if(known_, [](const auto& entry) { return entry.second.expired(); });
      prune_at_ = std::max(kFewest, 2 * known_.size());
    }
    known_[name] = made.value;
    return made;
  }

 private:
  static constexpr size_t kFewest = 64;

  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<Shared>> known_;
  size_t prune_at_ = kFewest;
};

/// Of one process: a forked child shares neither limits nor files with its parent, and the parent's locks may be taken.
struct Registries {
  const uint32_t fork_generation = spectrakit::fork_generation();
  Registry<KeyLimits> limits;
  Registry<policy::Ledger> ledgers;

  /// Keeps what the keys used last share, and the clock that their times are of.
  void remember(std::shared_ptr<const KeyTraffic> traffic, std::shared_ptr<const Clock> clock) {
    const std::lock_guard lock(mutex_);
    std::erase_if(recent_, [&](const auto& kept) { return kept.first->ledger == traffic->ledger; });
    recent_.emplace_front(std::move(traffic), std::move(clock));
    if (recent_.size() > kMostRecent) recent_.pop_back();
  }

 private:
  static constexpr size_t kMostRecent = 64;

  std::mutex mutex_;
  std::deque<std::pair<std::shared_ptr<const KeyTraffic>, std::shared_ptr<const Clock>>> recent_;
};

Registries& registries() {
  // Never destroyed, as clients may live longer than static objects do.
  static std::atomic<Registries*> current{nullptr};
  Registries* known = current.load();
  if (known != nullptr && known->fork_generation == fork_generation()) return *known;
  auto fresh = std::make_unique<Registries>();
  if (current.compare_exchange_strong(known, fresh.get())) return *fresh.release();
  return *known;
}

Result<std::shared_ptr<policy::Ledger>> open_ledger(const std::string& path, const std::string& origin,
                                                    const std::string& api_key, int64_t unix_now_ms) {
  std::unique_ptr<policy::LedgerFile> file;
  if (!path.empty()) {
    auto opened = policy::LedgerFile::open(path, origin, api_key);
    if (!opened.ok()) return std::move(opened.error);
    file = std::move(opened.value);
  }
  auto ledger = std::make_shared<policy::Ledger>(std::move(file));
  if (ErrorPtr error = ledger->begin(unix_now_ms)) return error;
  return ledger;
}

}  // namespace

Result<std::shared_ptr<const KeyTraffic>> key_traffic(const std::shared_ptr<Clock>& clock, const std::string& origin,
                                                      const std::string& api_key, const std::string& ledger_path) {
  // Two clocks can not share times; only tests have more than one.
  const std::string name = std::to_string(reinterpret_cast<uintptr_t>(clock.get())) + '\n' + origin + '\n' + api_key;
  auto limits = registries().limits.find_or_make(
      name, []() -> Result<std::shared_ptr<KeyLimits>> { return std::make_shared<KeyLimits>(); });
  auto ledger = registries().ledgers.find_or_make(
      name + '\n' + ledger_path, [&] { return open_ledger(ledger_path, origin, api_key, clock->unix_ms()); });
  if (!ledger.ok()) return std::move(ledger.error);
  auto traffic =
      std::make_shared<const KeyTraffic>(KeyTraffic{api_key, std::move(limits.value), std::move(ledger.value), {}});
  registries().remember(traffic, clock);
  return traffic;
}

}  // namespace spectrakit
