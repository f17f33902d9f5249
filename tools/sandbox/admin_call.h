#ifndef SPECTRAKIT_TOOLS_SANDBOX_ADMIN_CALL_H
#define SPECTRAKIT_TOOLS_SANDBOX_ADMIN_CALL_H

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "sandbox/json_members.h"
#include "sandbox/router.h"

namespace spectrakit::sandbox {

/// A handler of the sandbox's own endpoints, where a MemberProblem becomes a 422 that names the member.
Router::Handler admin_handler(std::function<void(HttpCall&)> handle);

/// The body as JSON; an empty one is `fallback` where that is an object. Nothing, and answered, when it is no JSON.
std::optional<nlohmann::json> read_admin_body(HttpCall& call, const nlohmann::json& fallback = nullptr);

void answer_json(HttpCall& call, int status, const nlohmann::ordered_json& json);
void answer_nothing(HttpCall& call);

/// A whole number among the query's parameters. Throws MemberProblem.
int64_t query_number(const HttpCall& call, const std::string& name, int64_t minimum, int64_t maximum, int64_t fallback);

}  // namespace spectrakit::sandbox

#endif
