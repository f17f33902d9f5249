#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "client/key_traffic.h"
#include "policy/retry.h"

namespace spectrakit {

/// What a call asked, kept for explaining it afterwards. May hold clients' data; never a key.
struct CallTrace {
  std::string operation;
  std::string method;
  std::string url;
  /// Names of the headers that the caller set; their values may be secrets.
  std::vector<std::string> header_names;
  /// The body as arguments of the curl command; empty for none.
  std::string body_arguments;
  /// Whose key was used: it is taken out of everything that is told.
  std::shared_ptr<const KeyTraffic> traffic;
  /// Where the key stands, by convention.
  std::string_view api_key_variable;
  policy::StopReason stop_reason = policy::StopReason::none;
};

}  // namespace spectrakit
