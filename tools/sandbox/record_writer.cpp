#include "sandbox/record_writer.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <string_view>

#include "sandbox/json_text.h"
#include "sandbox/list_query.h"

namespace spectrakit::sandbox {
namespace {

void append_parts(std::string& text, std::initializer_list<std::string_view> parts) {
  for (const std::string_view part : parts) text += part;
}

const RecordSelection& plain_selection(const ResourceType& type) {
  static const std::map<const ResourceType*, RecordSelection> kSelections = [] {
    std::map<const ResourceType*, RecordSelection> selections;
    for (const ResourceType* each : all_resource_types()) {
      selections.emplace(each, RecordSelection(*each, {}));
    }
    return selections;
  }();
  return kSelections.at(&type);
}

std::unique_ptr<const RecordSelection> extended_selection(const ResourceType& type, const DocumentRequest& request) {
  const std::vector<const Attribute*> optional_attributes = parse_optional_fields(type, request.parameters);
  if (optional_attributes.empty()) return nullptr;
  return std::make_unique<RecordSelection>(type, optional_attributes);
}

}  // namespace

RecordSelection::RecordSelection(const ResourceType& type, const std::vector<const Attribute*>& optional_attributes) {
  for (const Attribute& attribute : type.attributes) attributes.push_back(&attribute);
  for (const Attribute* attribute : optional_attributes) attributes.push_back(attribute);
  select_sql = "SELECT id";
  for (const Attribute* attribute : attributes) append_parts(select_sql, {", ", attribute->sql});
  for (const Relationship& relationship : type.relationships) {
    if (!relationship.to_many) append_parts(select_sql, {", ", relationship.sql});
  }
  select_sql += " FROM ";
  append_parts(tables_sql, {type.table, " ", type.joins});
  by_id_sql = select_sql + tables_sql + " WHERE id = :id";
  of_company_sql = by_id_sql + " AND company_id = :company_id";
}

RecordWriter::RecordWriter(Database& database, const ResourceType& type, const DocumentRequest& request,
                           std::string& text)
    : database_(database),
      type_(type),
      request_(request),
      text_(text),
      extended_selection_(extended_selection(type, request)),
      selection_(extended_selection_ ? *extended_selection_ : plain_selection(type)),
      included_(parse_include(type, request.parameters)) {}

bool RecordWriter::append(int64_t id) {
  Query row = database_.query(selection_.of_company_sql);
  row.bind(":id", id).bind(":company_id", request_.company_id);
  row.bind(":base_url", std::string_view(request_.base_url));
  if (!row.next()) return false;
  append_row(type_, selection_, row, true);
  return true;
}

std::string RecordWriter::page_sql(const std::string& page_sql) const {
  // SQLite goes through the left side of a CROSS JOIN in the outer loop, so the records keep the order of the page.
  return selection_.select_sql + "(" + page_sql + ") CROSS JOIN " + selection_.tables_sql + " WHERE id = page_id";
}

void RecordWriter::append_all(Query& rows) {
  rows.bind(":base_url", std::string_view(request_.base_url));
  for (bool is_first = true; rows.next(); is_first = false) {
    if (!is_first) text_ += ',';
    append_row(type_, selection_, rows, true);
  }
}

void RecordWriter::append_included() {
  if (included_.empty()) return;
  text_ += ",\"included\":[";
  // No record that is sent along sends others along.
  for (size_t i = 0; i < to_include_.size(); ++i) {
    const auto [type, id] = to_include_[i];
    const RecordSelection& selection = plain_selection(*type);
    Query row = database_.query(selection.by_id_sql);
    row.bind(":id", id).bind(":base_url", std::string_view(request_.base_url));
    if (!row.next()) throw DatabaseError(std::string("a related record is missing: ") + type->name);
    if (i > 0) text_ += ',';
    append_row(*type, selection, row, false);
  }
  text_ += ']';
}

void RecordWriter::append_row(const ResourceType& type, const RecordSelection& selection, const Query& row,
                              bool is_primary_data) {
  append_identifier(type, row.integer(0));
  // The record goes on where its identifier would end.
  text_.pop_back();
  text_ += ",\"attributes\":{";
  int column = 1;
  for (const Attribute* attribute : selection.attributes) {
    append_parts(text_, {column == 1 ? "\"" : ",\"", attribute->name, "\":"});
    append_value(*attribute, row, column++);
  }
  text_ += '}';
  append_relationships(type, row, column, is_primary_data);
  text_ += '}';
}

void RecordWriter::append_relationships(const ResourceType& type, const Query& row, int column, bool is_primary_data) {
  bool is_first = true;
  for (const Relationship& relationship : type.relationships) {
    const bool wanted = is_primary_data && is_included(relationship);
    if (relationship.to_many && !wanted) continue;
    append_parts(text_, {is_first ? ",\"relationships\":{\"" : ",\"", relationship.name, "\":{\"data\":"});
    is_first = false;
    if (relationship.to_many) {
      append_to_many(relationship, row.integer(0));
    } else {
      append_to_one(relationship, row, column++, wanted);
    }
    text_ += '}';
  }
  if (!is_first) text_ += '}';
}

void RecordWriter::append_value(const Attribute& attribute, const Query& row, int column) {
  if (attribute.kind == ValueKind::kBoolean) {
    text_ += row.integer(column) != 0 ? "true" : "false";
  } else if (row.is_null(column)) {
    text_ += "null";
  } else if (attribute.kind != ValueKind::kJson && row.is_text(column)) {
    append_json_string(text_, row.text(column));
  } else {
    text_ += row.text(column);
  }
}

void RecordWriter::append_identifier(const ResourceType& type, int64_t id) {
  append_parts(text_, {"{\"id\":\"", std::to_string(id), "\",\"type\":\"", type.name, "\"}"});
}

void RecordWriter::append_to_one(const Relationship& relationship, const Query& row, int column, bool wanted) {
  if (row.is_null(column)) {
    text_ += "null";
    return;
  }
  const ResourceType& target = relationship.target();
  if (wanted) send_along(target, row.integer(column));
  append_identifier(target, row.integer(column));
}

void RecordWriter::append_to_many(const Relationship& relationship, int64_t id) {
  const ResourceType& target = relationship.target();
  Query related = database_.query(relationship.sql);
  related.bind(":id", id);
  text_ += '[';
  const char* separator = "";
  while (related.next()) {
    text_ += separator;
    append_identifier(target, related.integer(0));
    send_along(target, related.integer(0));
    separator = ",";
  }
  text_ += ']';
}

bool RecordWriter::is_included(const Relationship& relationship) const {
  return std::find(included_.begin(), included_.end(), &relationship) != included_.end();
}

void RecordWriter::send_along(const ResourceType& type, int64_t id) {
  if (seen_.emplace(&type, id).second) to_include_.emplace_back(&type, id);
}

}  // namespace spectrakit::sandbox
