#include "policy/ledger.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

#include "base/fork.h"
#include "policy/ledger_file.h"

namespace spectrakit::policy {
namespace {

constexpr int64_t kDayMs = int64_t{24} * 3600 * 1000;

std::chrono::year_month year_month_of(int64_t unix_ms) {
  const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds(unix_ms)};
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(time)};
  return date.year() / date.month();
}

int64_t begin_unix_ms(std::chrono::year_month month) {
  const std::chrono::sys_time<std::chrono::milliseconds> begin = std::chrono::sys_days(month / 1);
  return begin.time_since_epoch().count();
}

}  // namespace

std::string month_of(int64_t unix_ms) {
  const std::chrono::year_month month = year_month_of(unix_ms);
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u", static_cast<int>(month.year()), static_cast<unsigned>(month.month()));
  return text;
}

int64_t next_month_unix_ms(int64_t unix_ms) {
  return begin_unix_ms(year_month_of(unix_ms) + std::chrono::months(1));
}

int64_t forecast_calls(int64_t calls, int64_t unix_now_ms) {
  const int64_t begin_ms = begin_unix_ms(year_month_of(unix_now_ms));
  const auto length_ms = static_cast<double>(next_month_unix_ms(unix_now_ms) - begin_ms);
  const auto passed_ms = static_cast<double>(std::max(kDayMs, unix_now_ms - begin_ms));
  const double forecast = static_cast<double>(calls) / passed_ms * length_ms + 0.5;
  // The first double that is too large.
  constexpr double kTooLarge = 9'223'372'036'854'775'808.0;
  return forecast < kTooLarge ? static_cast<int64_t>(forecast) : INT64_MAX;
}

Ledger::Ledger(std::unique_ptr<LedgerFile> file) : file_(std::move(file)), fork_generation_(fork_generation()) {}

Ledger::~Ledger() {
  // In a forked child the counts are the parent's to write.
  if (fork_generation_ == fork_generation()) write();
}

ErrorPtr Ledger::begin(int64_t unix_now_ms) {
  {
    const std::lock_guard lock(mutex_);
    turn_to_month_of(unix_now_ms);
  }
  return write();
}

bool Ledger::add(std::string_view feature, int64_t unix_now_ms) {
  const std::lock_guard lock(mutex_);
  if (unix_now_ms >= month_ends_unix_ms_) turn_to_month_of(unix_now_ms);
  const auto count_in = [feature](Counts& counts) {
    const auto known = counts.find(feature);
    if (known != counts.end()) {
      ++known->second;
    } else {
      counts.emplace(feature, 1);
    }
  };
  count_in(counts_);
  ++total_;
  if (file_ == nullptr) return false;
  count_in(unwritten_[month_]);
  return !std::exchange(write_is_due_, true);
}

void Ledger::write_was_not_begun() {
  const std::lock_guard lock(mutex_);
  write_is_due_ = false;
}

int64_t Ledger::calls(int64_t unix_now_ms) {
  const std::lock_guard lock(mutex_);
  return unix_now_ms >= month_ends_unix_ms_ ? 0 : total_;
}

ErrorPtr Ledger::write() {
  if (file_ == nullptr) return nullptr;
  const std::lock_guard write_lock(write_mutex_);
  std::map<std::string, Counts> taken;
  std::string month;
  {
    const std::lock_guard lock(mutex_);
    write_is_due_ = false;
    taken.swap(unwritten_);
    month = month_;
  }
  ErrorPtr error = file_->add(taken);
  Result<Counts> in_file = error ? Result<Counts>(Counts()) : file_->read(month);
  const std::lock_guard lock(mutex_);
  if (error) {
    for (const auto& [taken_month, counts] : taken) {
      for (const auto& [feature, calls] : counts) unwritten_[taken_month][feature] += calls;
    }
    return error;
  }
  if (!in_file.ok()) return std::move(in_file.error);
  if (month == month_) {
    counts_ = std::move(in_file.value);
    for (const auto& [feature, calls] : unwritten_[month_]) counts_[feature] += calls;
    total_ = 0;
    for (const auto& [feature, calls] : counts_) total_ += calls;
  }
  return nullptr;
}

Usage Ledger::usage(int64_t unix_now_ms) {
  const std::lock_guard lock(mutex_);
  Usage usage;
  usage.month = month_of(unix_now_ms);
  if (usage.month == month_) {
    usage.calls = total_;
    usage.calls_by_feature = counts_;
  }
  usage.forecast_calls = forecast_calls(usage.calls, unix_now_ms);
  return usage;
}

void Ledger::turn_to_month_of(int64_t unix_now_ms) {
  month_ = month_of(unix_now_ms);
  month_ends_unix_ms_ = next_month_unix_ms(unix_now_ms);
  counts_.clear();
  total_ = 0;
}

}  // namespace spectrakit::policy
