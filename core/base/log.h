#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spectrakit {

/// The numbers are those of spk_log_level in spectrakit.h.
enum class LogLevel : int32_t { debug = 10, info = 20, warning = 30, error = 40 };

/// One line: a fixed name, a sentence, and the facts in it as the text of a JSON object.
struct LogLine {
  LogLevel level = LogLevel::error;
  const char* event = "";
  std::string text;
  std::string fields;
};

/// Where log lines go: a function that must not block, on whichever thread the line arose.
struct LogSink {
  std::function<void(LogLine)> take;
  LogLevel level = LogLevel::error;
};

/// `text` with every secret replaced by "[secret]".
std::string redacted(std::string_view text, std::span<const std::string> secrets);

/// The log of one client. Secrets are taken out by value before a line leaves. Thread-safe.
class Log {
 public:
  explicit Log(LogSink sink) : sink_(std::move(sink)) {}

  /// From now on `secret` leaves in no line; earlier secrets stay secret.
  void add_secret(std::string_view secret);
  bool wants(LogLevel level) const { return sink_.take && level >= sink_.level; }
  void write(LogLevel level, const char* event, std::string_view text, std::string_view fields = "{}") const;
  /// As redacted(), with all secrets so far.
  std::string redact(std::string_view text) const;

 private:
  const LogSink sink_;
  mutable std::mutex mutex_;
  std::vector<std::string> secrets_;
};

}  // namespace spectrakit
