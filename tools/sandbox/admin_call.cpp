#include "sandbox/admin_call.h"

#include <optional>

#include "sandbox/bounded_json.h"
#include "sandbox/list_query.h"

namespace spectrakit::sandbox {
namespace {

constexpr size_t kMaxBodyBytes = 16 * 1024 * 1024;

}  // namespace

Router::Handler admin_handler(std::function<void(HttpCall&)> handle) {
  return [handle = std::move(handle)](HttpCall& call) {
    try {
      handle(call);
    } catch (const MemberProblem& problem) {
      call.fail(422, std::vector<Problem>{{problem.pointer, problem.what()}});
    }
  };
}

std::optional<nlohmann::json> read_admin_body(HttpCall& call, const nlohmann::json& fallback) {
  if (call.request.is_multipart_form_data()) {
    call.fail(415, "The body must be JSON.");
    return std::nullopt;
  }
  bool is_too_long = false;
  const std::optional<std::string> bytes = call.read_whole_body(kMaxBodyBytes, &is_too_long);
  if (is_too_long) {
    call.fail(413, "The body is longer than " + std::to_string(kMaxBodyBytes) + " bytes.");
    return std::nullopt;
  }
  if (bytes && bytes->empty() && !fallback.is_null()) return fallback;
  nlohmann::json body = parse_bounded_json(bytes.value_or(""));
  if (!body.is_discarded()) return body;
  call.fail(400, "The body is no JSON, or nested too deep.");
  return std::nullopt;
}

void answer_json(HttpCall& call, int status, const nlohmann::ordered_json& json) {
  call.answer(status, json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void answer_nothing(HttpCall& call) {
  call.response.status = 204;
}

int64_t query_number(const HttpCall& call, const std::string& name, int64_t minimum, int64_t maximum,
                     int64_t fallback) {
  if (!call.request.has_param(name)) return fallback;
  const int64_t number = parse_id(call.request.get_param_value(name));
  if (number >= minimum && number <= maximum) return number;
  throw MemberProblem("", "\"" + name + "\" must be a whole number from " + std::to_string(minimum) + " to " +
                              std::to_string(maximum) + ".");
}

}  // namespace spectrakit::sandbox
