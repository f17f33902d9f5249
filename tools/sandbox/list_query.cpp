#include "sandbox/list_query.h"

#include <algorithm>
#include <charconv>
#include <sstream>

namespace spectrakit::sandbox {
namespace {

constexpr int64_t kMaxPageSize = 200;
// Keeps the offset of the last imaginable page within 64 bits.
constexpr int64_t kMaxPageNumber = INT64_MAX / kMaxPageSize - 1;

std::string first_value(const httplib::Params& parameters, const std::string& name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

int64_t parse_positive(const std::string& text, int64_t fallback, int64_t maximum) {
  const int64_t number = parse_id(text);
  return number < 1 ? fallback : std::min(number, maximum);
}

}  // namespace

int64_t parse_id(const std::string& text) {
  int64_t number = -1;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stopped == end ? number : -1;
}

ListQuery parse_list_query(const ResourceType& type, const httplib::Params& parameters) {
  ListQuery query;
  query.page_number = parse_positive(first_value(parameters, "page[number]"), 1, kMaxPageNumber);
  query.page_size = parse_positive(first_value(parameters, "page[size]"), kMaxPageSize, kMaxPageSize);
  for (const Filter& filter : type.filters) {
    const auto found = parameters.find(std::string("filter[") + filter.name + "]");
    if (found != parameters.end()) query.conditions.push_back({&filter, found->second});
  }
  std::string sort = first_value(parameters, "sort");
  if (sort.starts_with('-')) {
    query.descending = true;
    sort.erase(0, 1);
  }
  const auto named = std::find_if(type.sorts.begin(), type.sorts.end(), [&](const Sort& s) { return s.name == sort; });
  if (named != type.sorts.end()) query.sort = &*named;
  return query;
}

std::vector<const Relationship*> parse_include(const ResourceType& type, const httplib::Params& parameters) {
  std::vector<std::string> names;
  std::istringstream list(first_value(parameters, "include"));
  for (std::string name; std::getline(list, name, ',');) names.push_back(name);
  std::vector<const Relationship*> included;
  for (const Relationship& relationship : type.relationships) {
    if (std::find(names.begin(), names.end(), relationship.name) != names.end()) included.push_back(&relationship);
  }
  return included;
}

}  // namespace spectrakit::sandbox
