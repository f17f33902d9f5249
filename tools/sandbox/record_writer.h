#ifndef SPECTRAKIT_TOOLS_SANDBOX_RECORD_WRITER_H
#define SPECTRAKIT_TOOLS_SANDBOX_RECORD_WRITER_H

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sandbox/database.h"
#include "sandbox/documents.h"
#include "sandbox/resource_types.h"

namespace spectrakit::sandbox {

/// How the records of a type are read: all values of one come in one row.
struct RecordSelection {
  RecordSelection(const ResourceType& type, const std::vector<const Attribute*>& optional_attributes);

  std::vector<const Attribute*> attributes;
  /// SELECT id, the attributes, the related ids of the to-one relationships FROM
  std::string select_sql;
  std::string tables_sql;
  /// The record with :id, and the same if it is one of :company_id.
  std::string by_id_sql;
  std::string of_company_sql;
};

/// Writes records one after the other and collects, once each, the related ones that are to be sent along.
class RecordWriter {
 public:
  /// `type` is the kind of record that was asked for. `text`, where all is appended, outlives the writer.
  RecordWriter(Database& database, const ResourceType& type, const DocumentRequest& request, std::string& text);

  /// Appends a record of the company that asks. False when there is none with this id.
  bool append(int64_t id);
  /// The query for all records whose ids, as page_id, the query `page_sql` gives, in its order.
  std::string page_sql(const std::string& page_sql) const;
  /// Appends the records of such a query.
  void append_all(Query& rows);
  /// Appends `,"included":[...]`, or nothing when the request named no relationship.
  void append_included();

 private:
  void append_row(const ResourceType& type, const RecordSelection& selection, const Query& row, bool is_primary_data);
  void append_relationships(const ResourceType& type, const Query& row, int column, bool is_primary_data);
  void append_value(const Attribute& attribute, const Query& row, int column);
  void append_identifier(const ResourceType& type, int64_t id);
  void append_to_one(const Relationship& relationship, const Query& row, int column, bool wanted);
  void append_to_many(const Relationship& relationship, int64_t id);
  bool is_included(const Relationship& relationship) const;
  void send_along(const ResourceType& type, int64_t id);

  Database& database_;
  const ResourceType& type_;
  const DocumentRequest& request_;
  std::string& text_;
  /// Only when the request asks for optional attributes.
  std::unique_ptr<const RecordSelection> extended_selection_;
  const RecordSelection& selection_;
  const std::vector<const Relationship*> included_;
  std::vector<std::pair<const ResourceType*, int64_t>> to_include_;
  std::set<std::pair<const ResourceType*, int64_t>> seen_;
};

}  // namespace spectrakit::sandbox

#endif
