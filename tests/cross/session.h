#pragma once

#include <spectrakit_experimental.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/handles.h"
#include "support/sandbox_process.h"
#include "support/temporary_folder.h"

namespace spectrakit::tests {

using ClockHandle = std::unique_ptr<spk_experimental_clock, support::Destroyer<&spk_experimental_clock_destroy>>;
using EngineHandle = std::unique_ptr<spk_engine, support::Destroyer<&spk_engine_destroy>>;
using EngineOptionsHandle = std::unique_ptr<spk_engine_options, support::Destroyer<&spk_engine_options_destroy>>;

/// The handles that the steps of one case share: a clock that jumps over every wait, an engine on it, and a client with
/// the case's options, which is made when the first step needs it.
class Session {
 public:
  Session(const nlohmann::json& client_options, const SandboxProcess& sandbox);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Throws support::Failure when the options are refused.
  spk_client* client();
  /// The next step that needs a client gets a new one, with these options in place of the ones before.
  void renew_client(const nlohmann::json& changed_options);
  spk_experimental_clock* clock() const { return clock_.get(); }
  const TemporaryFolder& folder() const { return folder_; }
  /// What the clock has moved since the session began.
  int64_t elapsed_ms() const;
  /// Closes client and engine, which must come to their end in time.
  spk_status close();

  /// The lines logged so far: by event, their texts in order.
  nlohmann::json logged() const;
  /// Whether a log line shows `secret`.
  bool log_shows(const std::string& secret) const;

 private:
  struct LogLines {
    mutable std::mutex mutex;
    std::map<std::string, std::vector<std::string>> by_event;
    std::string text;
  };

  static void keep_line(void* lines, spk_log_level level, const char* event, const char* text, const char* fields);
  support::ClientHandle make_client();

  nlohmann::json client_options_;
  TemporaryFolder folder_;
  LogLines log_;
  ClockHandle clock_;
  EngineHandle engine_;
  support::ClientHandle client_;
};

}  // namespace spectrakit::tests
