#include "base/log.h"

#include <algorithm>
#include <cstddef>

namespace spectrakit {

void Log::add_secret(std::string_view secret) {
  if (secret.empty()) return;
  const std::lock_guard lock(mutex_);
  if (std::find(secrets_.begin(), secrets_.end(), secret) == secrets_.end()) secrets_.emplace_back(secret);
}

void Log::write(LogLevel level, const char* event, std::string_view text) const {
  if (!wants(level)) return;
  const std::string line = redact(text);
  sink_.function(sink_.user_data, static_cast<int32_t>(level), event, line.c_str());
}

std::string Log::redact(std::string_view text) const {
  constexpr std::string_view kReplacement = "[secret]";
  std::vector<bool> covered(text.size());
  {
    const std::lock_guard lock(mutex_);
    for (const std::string& secret : secrets_) {
      for (size_t at = text.find(secret); at != std::string_view::npos; at = text.find(secret, at + 1)) {
        std::fill_n(covered.begin() + static_cast<std::ptrdiff_t>(at), secret.size(), true);
      }
    }
  }
  std::string redacted;
  for (size_t at = 0; at < text.size(); ++at) {
    if (!covered[at]) {
      redacted += text[at];
    } else if (at == 0 || !covered[at - 1]) {
      redacted += kReplacement;
    }
  }
  return redacted;
}

}  // namespace spectrakit
