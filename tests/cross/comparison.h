#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace spectrakit::tests {

/// Where `observed` is not as `expected` says, a line each; nothing when all is as expected. An object says something
/// about the members that it names and nothing about others. {"at_least": 1, "at_most": 3}, either or both, stands for
/// a number in between, and {"has": [...], "lacks": [...]} for a text with and without those parts.
std::vector<std::string> differences(const nlohmann::json& expected, const nlohmann::json& observed,
                                     const std::string& where = "");

/// What a table says the server must have seen, against its log. `requests` counts by "METHOD /path" and leaves nothing
/// out; `sent`, when it is not null, describes each request in order.
std::vector<std::string> request_differences(const nlohmann::json& requests, const nlohmann::json& sent,
                                             const nlohmann::json& log);

}  // namespace spectrakit::tests
