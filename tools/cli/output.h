#ifndef SPECTRAKIT_CLI_OUTPUT_H
#define SPECTRAKIT_CLI_OUTPUT_H

#include <spectrakit.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace spectrakit::cli {

enum class OutputFormat {
  kTable,      /**< For people. */
  kJson,       /**< One JSON array of the records, exactly as received. */
  kJsonObject, /**< The one record as a JSON object, exactly as received. */
  kNdjson,     /**< One record a line, exactly as received. */
};

/** One column of a table for people. */
struct Column {
  std::string title;
  std::function<std::string(spk_value record)> text;
};

/** A column that shows an attribute as it is. */
Column attribute_column(std::string title, std::string attribute);
/** A column that shows an attribute that is a list, its elements separated by commas. */
Column list_column(std::string title, std::string attribute);
/** A column that shows first and last name. */
Column name_column();
/** A column that shows the record's id. */
Column id_column();

/** Writes records to standard output as they come. */
class RecordWriter {
 public:
  virtual ~RecordWriter() = default;
  virtual void write(spk_value record) = 0;
  /** A record that came along because of an include. */
  virtual void write_included(spk_value record) = 0;
  /** What was written so far is shown. */
  virtual void flush() = 0;
  /** The output is complete. Throws std::system_error when it could not be written. */
  virtual void finish();
};

/** The table shows `columns`; included records are for programs only. */
std::unique_ptr<RecordWriter> make_list_writer(OutputFormat format, std::vector<Column> columns);
/** For people, each record is shown whole, an attribute a line. */
std::unique_ptr<RecordWriter> make_single_writer(OutputFormat format);

/** Shows what was written to standard output. Throws std::system_error when it could not be written. */
void finish_output();

/** Writes every record of an answer, and then what it included. */
void write_all(RecordWriter& writer, const spk_document* document);
/** Writes what the answer included. */
void write_all_included(RecordWriter& writer, const spk_document* document);

}  // namespace spectrakit::cli

#endif
