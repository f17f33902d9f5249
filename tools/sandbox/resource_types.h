#ifndef SPECTRAKIT_TOOLS_SANDBOX_RESOURCE_TYPES_H
#define SPECTRAKIT_TOOLS_SANDBOX_RESOURCE_TYPES_H

#include <string>
#include <vector>

namespace spectrakit::sandbox {

enum class ValueKind { kText, kNumber, kBoolean, kJson };

struct Attribute {
  const char* name;
  /// Over the row of the resource's table; may use :base_url, this server's address.
  const char* sql;
  ValueKind kind = ValueKind::kText;
};

struct ResourceType;

/// To-one: `sql` is the related id, over the row. To-many: `sql` is a query for the related ids, given :id.
struct Relationship {
  const char* name;
  const ResourceType& (*target)();
  bool to_many;
  const char* sql;
};

/// How a filter's values reach its SQL: one of them, or, as a JSON array, the words of one (in lower case), or all.
enum class FilterKind { kText, kId, kBoolean, kTime, kWords, kList };

/// A filter[<name>] of the list; `sql` is a condition on the parameter :filter_<name>.
struct Filter {
  const char* name;
  std::string sql;
  FilterKind kind;
};

struct Sort {
  const char* name;
  const char* sql;
};

/// All that is known of a kind of record: what a further attribute, filter, sort or include needs is one more row.
struct ResourceType {
  const char* name;
  const char* table;
  std::vector<Attribute> attributes;
  std::vector<Relationship> relationships;
  std::vector<Filter> filters;
  std::vector<Sort> sorts;
  /// Sent only when `optional_fields` names them.
  std::vector<Attribute> optional_attributes = {};
  /// Joins that give the attributes further columns, of one row or none for each record. A filter or sort can not use
  /// them. No name may be the same as one of the table.
  const char* joins = "";
};

const ResourceType& connection_type();
const ResourceType& agent_type();
const ResourceType& agent_team_type();
const ResourceType& connection_stat_type();
const ResourceType& contact_type();
const ResourceType& buyer_type();
const ResourceType& inspection_type();
const ResourceType& company_type();
const ResourceType& assignment_type();
const ResourceType& custom_field_type();
const ResourceType& attachment_type();

const std::vector<const ResourceType*>& all_resource_types();

}  // namespace spectrakit::sandbox

#endif
