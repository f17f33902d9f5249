#ifndef SPECTRAKIT_TOOLS_SANDBOX_JSON_MEMBERS_H
#define SPECTRAKIT_TOOLS_SANDBOX_JSON_MEMBERS_H

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

namespace spectrakit::sandbox {

/// A member that makes no sense: what() says why, the pointer names it.
struct MemberProblem : std::invalid_argument {
  MemberProblem(std::string where, const std::string& detail)
      : std::invalid_argument(detail), pointer(std::move(where)) {}
  std::string pointer;
};

/// The members of one JSON object that steers the sandbox. All throw MemberProblem.
class JsonMembers {
 public:
  /// A member that is not `known` is refused: misspelled, it would silently match or do too much. `pointer` is the
  /// place of the object in the body.
  JsonMembers(const nlohmann::json& object, std::string pointer, std::initializer_list<std::string_view> known);

  bool has(const std::string& name) const { return object_.contains(name); }
  /// What the caller needs to look at itself.
  const nlohmann::json& value(const std::string& name) const { return object_.at(name); }

  // For members that are there.
  int64_t whole_number(const std::string& name, int64_t minimum, int64_t maximum) const;
  std::string text(const std::string& name) const;
  bool flag(const std::string& name) const;
  /// The position of the member's value in `choices`.
  size_t choice(const std::string& name, std::initializer_list<std::string_view> choices) const;
  /// Refuses everything but `true`.
  void require_true(const std::string& name) const;

  [[noreturn]] void refuse(const std::string& name, const std::string& reason) const;

 private:
  const nlohmann::json& object_;
  const std::string pointer_;
};

}  // namespace spectrakit::sandbox

#endif
