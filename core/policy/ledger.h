#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/error.h"

namespace spectrakit::policy {

class LedgerFile;

/// The calls of one key at one host in one calendar month (UTC).
struct Usage {
  /// "2026-11"
  std::string month;
  int64_t calls = 0;
  /// What the month will come to when it goes on like this.
  int64_t forecast_calls = 0;
  std::map<std::string, int64_t, std::less<>> calls_by_feature;
};

/// The calendar month of a time in UTC, such as "2026-11".
std::string month_of(int64_t unix_ms);
/// When the month after that begins.
int64_t next_month_unix_ms(int64_t unix_ms);
/// `calls` over the part of the month that has passed, of which at least a day counts, taken to the month's end.
int64_t forecast_calls(int64_t calls, int64_t unix_now_ms);

/**
 * Every attempt of a key at one host, counted by month and feature. With a file the count survives the process and is
 * shared with others; add() never touches the file, write() does. Thread-safe.
 */
class Ledger {
 public:
  /// A null `file`: this process's own calls only.
  explicit Ledger(std::unique_ptr<LedgerFile> file);
  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  /// Reads what the file has of the month. Once, before the others.
  ErrorPtr begin(int64_t unix_now_ms);
  /// Enters one attempt. True when write() is due and nobody was told so since the last one.
  bool add(std::string_view feature, int64_t unix_now_ms);
  /// The write that add() said is due could not be begun; it will say so again.
  void write_was_not_begun();
  /// Calls of the month so far, other processes' as of the last write().
  int64_t calls(int64_t unix_now_ms);
  /// Brings what is not in the file yet into it, and other processes' calls from it. May wait for a lock.
  ErrorPtr write();
  Usage usage(int64_t unix_now_ms);

 private:
  using Counts = std::map<std::string, int64_t, std::less<>>;

  void turn_to_month_of(int64_t unix_now_ms);

  const std::unique_ptr<LedgerFile> file_;
  const uint32_t fork_generation_;
  /// One write at a time; taken before `mutex_`.
  std::mutex write_mutex_;
  std::mutex mutex_;
  std::string month_;
  /// When `month_` ends, so that the month's name is not made anew for each attempt.
  int64_t month_ends_unix_ms_ = 0;
  Counts counts_;
  int64_t total_ = 0;
  /// By month: what the file does not have yet.
  std::map<std::string, Counts> unwritten_;
  bool write_is_due_ = false;
};

}  // namespace spectrakit::policy
