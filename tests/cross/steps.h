#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "session.h"

namespace spectrakit::tests {

/// Takes the steps of one case and tells what came of each.
class Steps {
 public:
  Steps(Session& session, SandboxProcess& sandbox) : session_(session), sandbox_(sandbox) {}

  /// What a user sees of the step's outcome; a step that only arranges something gives its status.
  nlohmann::json take(const nlohmann::json& step);

 private:
  nlohmann::json send(const nlohmann::json& step);
  nlohmann::json list(const nlohmann::json& step);
  nlohmann::json usage();
  void add_next_page(nlohmann::json& all);
  void open_pager(const nlohmann::json& step);
  void act(const nlohmann::json& action, spk_call* running);
  void wait_for_requests(size_t count);

  Session& session_;
  SandboxProcess& sandbox_;
  support::PagerHandle pager_;
  std::string cursor_;
};

}  // namespace spectrakit::tests
