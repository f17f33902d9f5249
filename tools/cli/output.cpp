#include "output.h"

#include <support/terminal.h>
#include <support/text_table.h>
#include <support/values.h>
#include <unistd.h>

#include <iostream>
#include <system_error>
#include <utility>

namespace spectrakit::cli {

using support::raw_of;
using support::text_of;

namespace {

/** Flushed only at the end of a page: a list cut short stays no valid JSON, so that nobody takes it for the whole. */
class JsonWriter : public RecordWriter {
 public:
  void write(spk_value record) override {
    std::cout << (is_empty_ ? "[\n" : ",\n") << raw_of(record);
    is_empty_ = false;
  }
  void write_included(spk_value record) override { write(record); }
  void flush() override { std::cout.flush(); }
  void finish() override {
    std::cout << (is_empty_ ? "[]\n" : "\n]\n");
    RecordWriter::finish();
  }

 private:
  bool is_empty_ = true;
};

class JsonObjectWriter : public RecordWriter {
 public:
  void write(spk_value record) override { std::cout << raw_of(record) << '\n'; }
  void write_included(spk_value) override {}
  void flush() override { std::cout.flush(); }
};

class NdjsonWriter : public RecordWriter {
 public:
  void write(spk_value record) override {
    // Line breaks stand between JSON's tokens only, never within a string, so a space says the same.
    std::string line(raw_of(record));
    for (char& character : line) {
      if (character == '\n' || character == '\r') character = ' ';
    }
    std::cout << line << '\n' << std::flush;
  }
  void write_included(spk_value record) override { write(record); }
  void flush() override { std::cout.flush(); }
};

class TableWriter : public RecordWriter {
 public:
  explicit TableWriter(std::vector<Column> columns)
      : columns_(std::move(columns)), table_(std::cout, support::terminal_width(STDOUT_FILENO), titles(columns_)) {}

  void write(spk_value record) override {
    std::vector<std::string> cells;
    for (const Column& column : columns_) cells.push_back(column.text(record));
    table_.add_row(std::move(cells));
    has_rows_ = true;
  }
  void write_included(spk_value) override {}
  // Titles of nothing help nobody.
  void flush() override {
    if (has_rows_) table_.flush();
  }
  void finish() override {
    flush();
    RecordWriter::finish();
  }

 private:
  static std::vector<std::string> titles(const std::vector<Column>& columns) {
    std::vector<std::string> result;
    for (const Column& column : columns) result.push_back(column.title);
    return result;
  }

  std::vector<Column> columns_;
  support::TextTable table_;
  bool has_rows_ = false;
};

class FieldsWriter : public RecordWriter {
 public:
  void write(spk_value record) override {
    if (!is_first_) std::cout << '\n';
    is_first_ = false;
    const std::string type = text_of(spk_resource_type(record));
    support::TextTable table(std::cout, std::nullopt, {type, text_of(spk_resource_id(record))});
    const spk_value attributes = spk_value_member(record, "attributes", SPK_NUL);
    for (spk_value value = spk_value_first(attributes); spk_value_get_kind(value) != SPK_VALUE_KIND_ABSENT;
         value = spk_value_next(value)) {
      table.add_row({name_of(value), text_of(value)});
    }
    const char* portal_url = nullptr;
    if (type == "inspection" && spk_inspection_portal_url(record, &portal_url, nullptr, nullptr) == SPK_OK) {
      table.add_row({"client portal", portal_url});
    }
    table.flush();
  }
  void write_included(spk_value record) override { write(record); }
  void flush() override { std::cout.flush(); }

 private:
  static std::string name_of(spk_value value) {
    const char* name = nullptr;
    return spk_value_name(value, &name, nullptr, nullptr) == SPK_OK ? name : "";
  }

  bool is_first_ = true;
};

}  // namespace

Column attribute_column(std::string title, std::string attribute) {
  return {std::move(title),
          [attribute = std::move(attribute)](spk_value record) { return support::attribute_text(record, attribute); }};
}

Column list_column(std::string title, std::string attribute) {
  return {std::move(title), [attribute = std::move(attribute)](spk_value record) {
            const spk_value list = spk_resource_attribute(record, attribute.data(), attribute.size());
            if (spk_value_get_kind(list) != SPK_VALUE_KIND_ARRAY) return text_of(list);
            std::string text;
            for (spk_value element = spk_value_first(list); spk_value_get_kind(element) != SPK_VALUE_KIND_ABSENT;
                 element = spk_value_next(element)) {
              text += (text.empty() ? "" : ", ") + text_of(element);
            }
            return text;
          }};
}

Column name_column() {
  return {"NAME", [](spk_value record) {
            const std::string first = support::attribute_text(record, "first_name");
            const std::string last = support::attribute_text(record, "last_name");
            return first + (first.empty() || last.empty() ? "" : " ") + last;
          }};
}

Column id_column() {
  return {"ID", [](spk_value record) { return text_of(spk_resource_id(record)); }};
}

void RecordWriter::finish() {
  finish_output();
}

void finish_output() {
  std::cout.flush();
  if (!std::cout) throw std::system_error(std::make_error_code(std::errc::io_error), "standard output");
}

std::unique_ptr<RecordWriter> make_list_writer(OutputFormat format, std::vector<Column> columns) {
  if (format == OutputFormat::kJson) return std::make_unique<JsonWriter>();
  if (format == OutputFormat::kNdjson) return std::make_unique<NdjsonWriter>();
  return std::make_unique<TableWriter>(std::move(columns));
}

std::unique_ptr<RecordWriter> make_single_writer(OutputFormat format) {
  if (format == OutputFormat::kJsonObject) return std::make_unique<JsonObjectWriter>();
  if (format == OutputFormat::kJson) return std::make_unique<JsonWriter>();
  if (format == OutputFormat::kNdjson) return std::make_unique<NdjsonWriter>();
  return std::make_unique<FieldsWriter>();
}

void write_all(RecordWriter& writer, const spk_document* document) {
  for (size_t i = 0; i < spk_document_record_count(document); ++i) writer.write(spk_document_record(document, i));
  write_all_included(writer, document);
}

void write_all_included(RecordWriter& writer, const spk_document* document) {
  const spk_value included = spk_value_member(spk_document_root(document), "included", SPK_NUL);
  for (spk_value record = spk_value_first(included); spk_value_get_kind(record) != SPK_VALUE_KIND_ABSENT;
       record = spk_value_next(record)) {
    writer.write_included(record);
  }
}

}  // namespace spectrakit::cli
