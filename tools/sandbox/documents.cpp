#include "sandbox/documents.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "sandbox/list_query.h"

namespace spectrakit::sandbox {
namespace {

using Json = nlohmann::ordered_json;

std::string value_sql(const Attribute& attribute) {
  const std::string sql = attribute.sql;
  switch (attribute.kind) {
    case ValueKind::kBoolean:
      return "json(CASE WHEN " + sql + " THEN 'true' ELSE 'false' END)";
    case ValueKind::kJson:
      return "json(" + sql + ")";
    case ValueKind::kText:
    case ValueKind::kNumber:
      break;
  }
  return sql;
}

// SELECT id, attributes, related ids of the to-one relationships. SQLite writes the attributes as JSON text itself,
// which is several times faster than a tree of values would be.
std::string select_sql(const ResourceType& type, const std::vector<const Attribute*>& optional_attributes = {}) {
  std::string sql = "SELECT id, json_object(";
  const char* separator = "";
  const auto append = [&](const Attribute& attribute) {
    sql += separator + ("'" + std::string(attribute.name) + "', ") + value_sql(attribute);
    separator = ", ";
  };
  for (const Attribute& attribute : type.attributes) append(attribute);
  for (const Attribute* attribute : optional_attributes) append(*attribute);
  sql += ")";
  for (const Relationship& relationship : type.relationships) {
    if (!relationship.to_many) sql += std::string(", ") + relationship.sql;
  }
  return sql + " FROM " + type.table;
}

std::string where_sql(const ListQuery& query) {
  std::string sql = " WHERE company_id = :company_id";
  for (const ListQuery::Condition& condition : query.conditions) sql += " AND " + condition.filter->sql;
  return sql;
}

void bind_conditions(Query& rows, const DocumentRequest& request, const ListQuery& query) {
  rows.bind(":company_id", request.company_id);
  for (const ListQuery::Condition& condition : query.conditions) {
    const std::string parameter = std::string(":") + condition.filter->name;
    switch (condition.filter->kind) {
      case FilterKind::kId:
        rows.bind(parameter.c_str(), parse_id(condition.value));
        break;
      case FilterKind::kBoolean:
        rows.bind(parameter.c_str(), int64_t{condition.value == "true"});
        break;
      case FilterKind::kText:
      case FilterKind::kWords:
      case FilterKind::kList:
        rows.bind(parameter.c_str(), std::string_view(condition.value));
        break;
    }
  }
}

std::string identifier(const ResourceType& type, int64_t id) {
  return "{\"id\":\"" + std::to_string(id) + "\",\"type\":\"" + type.name + "\"}";
}

/// Writes records one after the other and collects, once each, the related ones that are to be sent along.
class RecordWriter {
 public:
  RecordWriter(Database& database, const DocumentRequest& request, std::vector<const Relationship*> included)
      : database_(database), request_(request), included_(std::move(included)) {}

  /// The row of `rows`, which select_sql(type) made.
  std::string write(const ResourceType& type, const Query& rows, bool is_primary_data) {
    const int64_t id = rows.integer(0);
    std::string text = "{\"id\":\"" + std::to_string(id) + "\",\"type\":\"" + type.name + "\",\"attributes\":";
    text += rows.text(1);
    std::string relationships;
    int column = 2;
    for (const Relationship& relationship : type.relationships) {
      const bool wanted = is_primary_data && is_included(relationship);
      if (!relationship.to_many) {
        append(relationships, relationship, to_one(relationship, rows, column++, wanted));
      } else if (wanted) {
        append(relationships, relationship, to_many(relationship, id));
      }
    }
    if (!relationships.empty()) text += ",\"relationships\":{" + relationships + "}";
    return text + "}";
  }

  /// `,"included":[...]`, or nothing when the request named no relationship.
  std::string included_member() {
    if (included_.empty()) return {};
    std::string text = ",\"included\":[";
    for (size_t i = 0; i < to_include_.size(); ++i) {
      const auto [type, id] = to_include_[i];
      Query rows = database_.query(select_sql(*type) + " WHERE id = :id");
      rows.bind(":id", id).bind(":base_url", std::string_view(request_.base_url));
      if (!rows.next()) throw DatabaseError(std::string("a related record is missing: ") + type->name);
      if (i > 0) text += ',';
      text += write(*type, rows, false);
    }
    return text + "]";
  }

 private:
  bool is_included(const Relationship& relationship) const {
    return std::find(included_.begin(), included_.end(), &relationship) != included_.end();
  }

  void send_along(const ResourceType& type, int64_t id) {
    if (seen_.emplace(&type, id).second) to_include_.emplace_back(&type, id);
  }

  static void append(std::string& relationships, const Relationship& relationship, const std::string& data) {
    if (!relationships.empty()) relationships += ',';
    relationships += "\"" + std::string(relationship.name) + "\":{\"data\":" + data + "}";
  }

  std::string to_one(const Relationship& relationship, const Query& rows, int column, bool wanted) {
    if (rows.is_null(column)) return "null";
    const ResourceType& target = relationship.target();
    if (wanted) send_along(target, rows.integer(column));
    return identifier(target, rows.integer(column));
  }

  std::string to_many(const Relationship& relationship, int64_t id) {
    const ResourceType& target = relationship.target();
    std::string data = "[";
    Query related = database_.query(relationship.sql);
    related.bind(":id", id);
    while (related.next()) {
      if (data.size() > 1) data += ',';
      data += identifier(target, related.integer(0));
      send_along(target, related.integer(0));
    }
    return data + "]";
  }

  Database& database_;
  const DocumentRequest& request_;
  std::vector<const Relationship*> included_;
  std::vector<std::pair<const ResourceType*, int64_t>> to_include_;
  std::set<std::pair<const ResourceType*, int64_t>> seen_;
};

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
  const std::string direction = query.descending ? " DESC" : "";
  const std::string order =
      query.sort ? " ORDER BY " + std::string(query.sort->sql) + direction + ", id" + direction : " ORDER BY id";

  RecordWriter writer(database, request, parse_include(type, request.parameters));
  std::string text = "{\"data\":[";
  {
    Query rows = database.query(select_sql(type, parse_optional_fields(type, request.parameters)) + where_sql(query) +
                                order + " LIMIT :limit OFFSET :offset");
    bind_conditions(rows, request, query);
    rows.bind(":base_url", std::string_view(request.base_url));
    rows.bind(":limit", query.page_size).bind(":offset", (query.page_number - 1) * query.page_size);
    const char* separator = "";
    while (rows.next()) {
      text += separator + writer.write(type, rows, true);
      separator = ",";
    }
  }
  text += "]" + writer.included_member();

  const int64_t record_count = count_records(database, type, request, query);
  Json numbers = page_numbers(query, record_count);
  const Json links = page_links(request, numbers);
  numbers["records"] = record_count;
  const auto replace_invalid = Json::error_handler_t::replace;
  text += ",\"meta\":{\"pagination\":" + numbers.dump() + "}";
  return text + ",\"links\":" + links.dump(-1, ' ', false, replace_invalid) + "}";
}

std::string single_document(Database& database, const ResourceType& type, int64_t id, const DocumentRequest& request) {
  RecordWriter writer(database, request, parse_include(type, request.parameters));
  std::string text = "{\"data\":";
  {
    Query rows = database.query(select_sql(type, parse_optional_fields(type, request.parameters)) +
                                " WHERE company_id = :company_id AND id = :id");
    rows.bind(":company_id", request.company_id).bind(":id", id);
    rows.bind(":base_url", std::string_view(request.base_url));
    if (!rows.next()) return {};
    text += writer.write(type, rows, true);
  }
  return text + writer.included_member() + "}";
}

}  // namespace spectrakit::sandbox
