#include "sandbox/json_members.h"

#include <algorithm>
#include <cmath>

namespace spectrakit::sandbox {
namespace {

/// For JSON, 5 and 5.0 are the same number. Beyond 2^53 a number with a point is not known to the last digit.
bool is_whole(const nlohmann::json& number) {
  constexpr double kExactMagnitude = 9007199254740992.0;
  if (!number.is_number_float()) return number.is_number_integer();
  const double value = number.get<double>();
  return std::trunc(value) == value && std::abs(value) <= kExactMagnitude;
}

}  // namespace

JsonMembers::JsonMembers(const nlohmann::json& object, std::string pointer,
                         std::initializer_list<std::string_view> known)
    : object_(object), pointer_(std::move(pointer)) {
  if (!object.is_object()) throw MemberProblem(pointer_, "This must be an object.");
  for (const auto& member : object.items()) {
    if (std::find(known.begin(), known.end(), member.key()) == known.end()) refuse(member.key(), "is not known here");
  }
}

int64_t JsonMembers::whole_number(const std::string& name, int64_t minimum, int64_t maximum) const {
  const nlohmann::json& number = value(name);
  const bool is_beyond = number.is_number_unsigned() && number.get<uint64_t>() > INT64_MAX;
  if (is_beyond || !is_whole(number) || number < minimum || number > maximum) {
    refuse(name, "must be a whole number from " + std::to_string(minimum) + " to " + std::to_string(maximum));
  }
  return number.get<int64_t>();
}

std::string JsonMembers::text(const std::string& name) const {
  if (!value(name).is_string()) refuse(name, "must be a string");
  return value(name).get<std::string>();
}

bool JsonMembers::flag(const std::string& name) const {
  if (!value(name).is_boolean()) refuse(name, "must be true or false");
  return value(name).get<bool>();
}

size_t JsonMembers::choice(const std::string& name, std::initializer_list<std::string_view> choices) const {
  std::string names;
  for (const std::string_view each : choices) names += (names.empty() ? "\"" : ", \"") + std::string(each) + "\"";
  if (!value(name).is_string()) refuse(name, "must be one of " + names);
  const auto found = std::find(choices.begin(), choices.end(), value(name).get<std::string>());
  if (found == choices.end()) refuse(name, "must be one of " + names);
  return static_cast<size_t>(found - choices.begin());
}

void JsonMembers::require_true(const std::string& name) const {
  if (value(name) != true) refuse(name, "must be true");
}

void JsonMembers::refuse(const std::string& name, const std::string& reason) const {
  throw MemberProblem(pointer_ + "/" + name, "\"" + name + "\" " + reason + ".");
}

}  // namespace spectrakit::sandbox
