#include "sandbox/documents.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sandbox/list_query.h"
#include "sandbox/record_writer.h"
#include "sandbox/time_text.h"

namespace spectrakit::sandbox {
namespace {

using Json = nlohmann::ordered_json;

std::string where_sql(const ListQuery& query) {
  std::string sql = " WHERE company_id = :company_id";
  for (const ListQuery::Condition& condition : query.conditions) sql += " AND " + condition.filter->sql;
  return sql;
}

std::string order_sql(const ListQuery& query) {
  if (query.sort == nullptr) return " ORDER BY id";
  const std::string direction = query.descending ? " DESC" : "";
  return " ORDER BY " + std::string(query.sort->sql) + direction + ", id" + direction;
}

void bind_conditions(Query& rows, const DocumentRequest& request, const ListQuery& query) {
  rows.bind(":company_id", request.company_id);
  for (const ListQuery::Condition& condition : query.conditions) {
    const std::string parameter = std::string(":filter_") + condition.filter->name;
    switch (condition.filter->kind) {
      case FilterKind::kId:
        rows.bind(parameter.c_str(), parse_id(condition.value));
        break;
      case FilterKind::kBoolean:
        rows.bind(parameter.c_str(), int64_t{condition.value == "true" || condition.value == "1"});
        break;
      case FilterKind::kTime:
        rows.bind(parameter.c_str(), int64_t{parse_time(condition.value)->time_since_epoch().count()});
        break;
      case FilterKind::kText:
      case FilterKind::kWords:
      case FilterKind::kList:
        rows.bind(parameter.c_str(), std::string_view(condition.value));
        break;
    }
  }
}

// The page numbers as the jsonapi.rb library gives them: first and prev only after page 1, next and last only before
// the last page.
Json page_numbers(const ListQuery& query, int64_t record_count) {
  const int64_t last = std::max<int64_t>(1, (record_count + query.page_size - 1) / query.page_size);
  Json numbers = {{"current", query.page_number}};
  if (query.page_number > 1) {
    numbers["first"] = 1;
    numbers["prev"] = query.page_number - 1;
  }
  if (query.page_number < last) {
    numbers["next"] = query.page_number + 1;
    numbers["last"] = last;
  }
  return numbers;
}

std::string url_with(const DocumentRequest& request, const httplib::Params& parameters) {
  std::string url = request.base_url + request.path;
  char separator = '?';
  for (const auto& [name, value] : parameters) {
    url += separator + httplib::detail::encode_query_param(name) + "=" + httplib::detail::encode_query_param(value);
    separator = '&';
  }
  return url;
}

Json page_links(const DocumentRequest& request, const Json& numbers) {
  Json links = {{"self", url_with(request, request.parameters)}};
  httplib::Params parameters = request.parameters;
  for (const auto& [name, number] : numbers.items()) {
    parameters.erase("page[number]");
    parameters.emplace("page[number]", std::to_string(number.get<int64_t>()));
    links[name] = url_with(request, parameters);
  }
  return links;
}

int64_t count_records(Database& database, const ResourceType& type, const DocumentRequest& request,
                      const ListQuery& query) {
  Query count = database.query(std::string("SELECT COUNT(*) FROM ") + type.table + where_sql(query));
  bind_conditions(count, request, query);
  count.next();
  return count.integer(0);
}

}  // namespace

std::string list_document(Database& database, const ResourceType& type, const DocumentRequest& request) {
  const ListQuery query = parse_list_query(type, request.parameters);
  std::string text = "{\"data\":[";
  RecordWriter writer(database, type, request, text);
  {
    // The page's ids come first, or every value of every record that has to be sorted would be computed.
    Query rows = database.query(writer.page_sql(std::string("SELECT id AS page_id FROM ") + type.table +
                                                where_sql(query) + order_sql(query) + " LIMIT :limit OFFSET :offset"));
    bind_conditions(rows, request, query);
    rows.bind(":limit", query.page_size).bind(":offset", (query.page_number - 1) * query.page_size);
    writer.append_all(rows);
  }
  text += ']';
  writer.append_included();

  const int64_t record_count = count_records(database, type, request, query);
  Json numbers = page_numbers(query, record_count);
  const Json links = page_links(request, numbers);
  numbers["records"] = record_count;
  const auto replace_invalid = Json::error_handler_t::replace;
  text += ",\"meta\":{\"pagination\":" + numbers.dump() + "}";
  text += ",\"links\":" + links.dump(-1, ' ', false, replace_invalid) + "}";
  return text;
}

std::string single_document(Database& database, const ResourceType& type, int64_t id, const DocumentRequest& request) {
  std::string text = "{\"data\":";
  RecordWriter writer(database, type, request, text);
  if (!writer.append(id)) return {};
  writer.append_included();
  text += '}';
  return text;
}

}  // namespace spectrakit::sandbox
