#include "policy/rate_gate.h"

#include <algorithm>

namespace spectrakit::policy {
namespace {

constexpr int64_t kMinuteMs = 60'000;
/// How long the others wait for the answer of the attempt that was let through first.
constexpr int64_t kHalfOpenPatienceMs = 1'000;
constexpr int64_t kFirstClosingMs = 1'000;
/// From this many bare 429s in a row on, the gate probes.
constexpr uint32_t kBareClosingsBeforeProbing = 5;
constexpr int64_t kFirstProbeIntervalMs = kMinuteMs;
constexpr int64_t kLongestProbeIntervalMs = 15 * kMinuteMs;
/// A longer Retry-After is believed an hour at a time, since a quota can be raised meanwhile.
constexpr int64_t kLongestClosingMs = 60 * kMinuteMs;

int64_t doubled(int64_t first_ms, uint32_t times, int64_t longest_ms) {
  int64_t value_ms = first_ms;
  for (uint32_t done = 0; done < times && value_ms < longest_ms; ++done) value_ms *= 2;
  return std::min(value_ms, longest_ms);
}

}  // namespace

RateGate::Answer RateGate::try_start(int64_t now_ms, uint32_t requests_per_minute) {
  const std::lock_guard lock(mutex_);
  if (now_ms < closed_until_ms_) return {closed_until_ms_ - now_ms, opening_, monthly_quota_};
  largest_limit_ = std::max(largest_limit_, requests_per_minute);
  if (const int64_t wait_ms = window_wait_ms(now_ms, requests_per_minute); wait_ms > 0) return {wait_ms, opening_};
  if (largest_limit_ > 0) {
    starts_ms_.push_back(now_ms);
    if (starts_ms_.size() > largest_limit_) starts_ms_.pop_front();
  }
  if (half_open_) closed_until_ms_ = now_ms + kHalfOpenPatienceMs;
  return {0, opening_};
}

int64_t RateGate::window_wait_ms(int64_t now_ms, uint32_t requests_per_minute) const {
  if (requests_per_minute == 0 || starts_ms_.size() < requests_per_minute) return 0;
  const int64_t oldest_ms = starts_ms_[starts_ms_.size() - requests_per_minute];
  return std::max<int64_t>(0, oldest_ms + kMinuteMs - now_ms);
}

RateGate::Closing RateGate::rate_limited(int64_t now_ms, Opening opening, std::optional<int64_t> retry_after_ms,
                                         bool monthly_quota, Random& random) {
  const std::lock_guard lock(mutex_);
  // Of the attempts that were under way together, the first 429 says all there is to say.
  const bool is_news = opening == opening_ || !half_open_;
  int64_t closing_ms = 0;
  if (retry_after_ms) {
    closing_ms = std::min(*retry_after_ms, kLongestClosingMs);
    probing_ = probing_ || monthly_quota;
  } else if (is_news) {
    if (monthly_quota) bare_closings_ = std::max(bare_closings_, kBareClosingsBeforeProbing - 1);
    ++bare_closings_;
    probing_ = bare_closings_ >= kBareClosingsBeforeProbing;
    closing_ms =
        probing_ ? doubled(kFirstProbeIntervalMs, bare_closings_ - kBareClosingsBeforeProbing, kLongestProbeIntervalMs)
                 : kFirstClosingMs + random.up_to(doubled(kFirstClosingMs, bare_closings_ - 1, kMinuteMs));
  }
  monthly_quota_ = monthly_quota_ || monthly_quota;
  if (is_news) ++opening_;
  half_open_ = true;
  closed_until_ms_ = std::max(closed_until_ms_, now_ms + closing_ms);
  return {closed_until_ms_ - now_ms, is_news};
}

bool RateGate::passed(int64_t now_ms, Opening opening) {
  const std::lock_guard lock(mutex_);
  if (!half_open_ || opening != opening_) return false;
  half_open_ = false;
  probing_ = false;
  monthly_quota_ = false;
  bare_closings_ = 0;
  closed_until_ms_ = now_ms;
  return true;
}

GateState RateGate::state(int64_t now_ms) const {
  const std::lock_guard lock(mutex_);
  if (probing_) return GateState::probing;
  return now_ms < closed_until_ms_ ? GateState::closed : GateState::open;
}

int64_t RateGate::opens_in_ms(int64_t now_ms) const {
  const std::lock_guard lock(mutex_);
  return std::max<int64_t>(0, closed_until_ms_ - now_ms);
}

}  // namespace spectrakit::policy
