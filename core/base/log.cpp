#include "base/log.h"

#include <algorithm>
#include <cstddef>

namespace spectrakit {

void Log::add_secret(std::string_view secret) {
  const std::lock_guard lock(mutex_);
  if (std::find(secrets_.begin(), secrets_.end(), secret) == secrets_.end()) secrets_.emplace_back(secret);
}

void Log::write(LogLevel level, const char* event, std::string_view text, std::string_view fields) const {
  if (wants(level)) sink_.take({level, event, redact(text), redact(fields)});
}

std::string Log::redact(std::string_view text) const {
  const std::lock_guard lock(mutex_);
  return redacted(text, secrets_);
}

std::string redacted(std::string_view text, std::span<const std::string> secrets) {
  constexpr std::string_view kReplacement = "[secret]";
  std::vector<bool> covered(text.size());
  for (const std::string& secret : secrets) {
    if (secret.empty()) continue;
    for (size_t at = text.find(secret); at != std::string_view::npos; at = text.find(secret, at + 1)) {
      std::fill_n(covered.begin() + static_cast<std::ptrdiff_t>(at), secret.size(), true);
    }
  }
  std::string clean;
  for (size_t at = 0; at < text.size(); ++at) {
    if (!covered[at]) {
      clean += text[at];
    } else if (at == 0 || !covered[at - 1]) {
      clean += kReplacement;
    }
  }
  return clean;
}

}  // namespace spectrakit
