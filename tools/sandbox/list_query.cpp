#include "sandbox/list_query.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sandbox/time_text.h"

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

std::string words_of(const std::string& text) {
  std::string lower = text;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  nlohmann::json words = nlohmann::json::array();
  std::istringstream list(lower);
  for (std::string word; list >> word;) words.push_back(word);
  return words.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// All values of a filter; an array is spelled filter[tag][]=a or filter[tag][0]=a.
std::vector<std::string> filter_values(const std::string& name, const httplib::Params& parameters) {
  std::vector<std::string> values;
  for (const auto& [parameter, value] : parameters) {
    if (parameter == name || parameter.starts_with(name + "[")) values.push_back(value);
  }
  return values;
}

std::string value_for_sql(const Filter& filter, const std::vector<std::string>& values) {
  if (filter.kind == FilterKind::kWords) return words_of(values.front());
  if (filter.kind == FilterKind::kList) {
    return nlohmann::json(values).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
  return values.front();
}

std::vector<std::string> comma_list(const std::string& text) {
  std::vector<std::string> names;
  std::istringstream list(text);
  for (std::string name; std::getline(list, name, ',');) names.push_back(name);
  return names;
}

/// A filter that does not is passed over, like one that is not known.
bool makes_sense(const Filter& filter, const std::string& value) {
  if (filter.kind == FilterKind::kTime) return parse_time(value).has_value();
  if (filter.kind == FilterKind::kBoolean) return value == "true" || value == "false" || value == "1" || value == "0";
  return true;
}

/// Those of a type's `rows` that the list names.
template <typename Row>
std::vector<const Row*> named_rows(const std::vector<Row>& rows, const std::vector<std::string>& names) {
  std::vector<const Row*> named;
  for (const Row& row : rows) {
    if (std::find(names.begin(), names.end(), row.name) != names.end()) named.push_back(&row);
  }
  return named;
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
    const auto values = filter_values(std::string("filter[") + filter.name + "]", parameters);
    if (!values.empty() && makes_sense(filter, values.front()))
      query.conditions.push_back({&filter, value_for_sql(filter, values)});
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
  return named_rows(type.relationships, comma_list(first_value(parameters, "include")));
}

std::vector<const Attribute*> parse_optional_fields(const ResourceType& type, const httplib::Params& parameters) {
  return named_rows(type.optional_attributes, comma_list(first_value(parameters, "optional_fields")));
}

}  // namespace spectrakit::sandbox
