#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace spectrakit {

/// The numbers are those of spk_log_level in spectrakit.h.
enum class LogLevel : int32_t { debug = 10, info = 20, warning = 30, error = 40 };

/// Where log lines go: a function that must not block, on whichever thread the line arose.
struct LogSink {
  void (*function)(void* user_data, int32_t level, const char* event, const char* text) = nullptr;
  void* user_data = nullptr;
  LogLevel level = LogLevel::error;
};

/// The log of one client. Secrets are taken out by value before a line leaves. Thread-safe.
class Log {
 public:
  explicit Log(LogSink sink) : sink_(sink) {}

  /// From now on `secret` leaves in no line; earlier secrets stay secret.
  void add_secret(std::string_view secret);
  bool wants(LogLevel level) const { return sink_.function != nullptr && level >= sink_.level; }
  void write(LogLevel level, const char* event, std::string_view text) const;
  /// `text` with every secret replaced by "[secret]".
  std::string redact(std::string_view text) const;

 private:
  const LogSink sink_;
  mutable std::mutex mutex_;
  std::vector<std::string> secrets_;
};

}  // namespace spectrakit
