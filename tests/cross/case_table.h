#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace spectrakit::tests {

/// One row of cases.json; README.md in this folder describes its members.
struct Case {
  std::string group;
  std::string name;
  nlohmann::json body;
};

/// All cases of a table, in its order. Throws when the file can not be read or is no table.
std::vector<Case> load_cases(const std::string& path);

/// A sentence as one word: "A PUT is sent again" becomes "APutIsSentAgain".
std::string camel_case(std::string_view sentence);

/// A copy in which every string has `${name}` replaced by its value.
nlohmann::json fill_in(nlohmann::json json, const std::vector<std::pair<std::string, std::string>>& values);

}  // namespace spectrakit::tests
