#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/random.h"
#include "client/operation.h"
#include "http/multipart.h"
#include "policy/retry.h"

namespace spectrakit {

/// The parameter that page-number lists count their pages with.
inline constexpr std::string_view kPageNumber = "page[number]";

/**
 * What to ask: an operation with its parameters, attributes and files, or a raw method and path. What the
 * documentation rules out is refused as it is set, before any I/O; the raw setters check only what would break HTTP.
 */
class Request {
 public:
  /// An empty request; the functions below make useful ones.
  Request() = default;
  static Request for_operation(const Operation& operation);
  static Result<Request> raw(std::string_view method, std::string_view path);

  ErrorPtr set_parameter(std::string_view name, std::string_view value);
  ErrorPtr add_parameter(std::string_view name, std::string_view value);
  ErrorPtr add_raw_query(std::string_view name, std::string_view value);
  ErrorPtr set_raw_header(std::string_view name, std::string_view value);
  ErrorPtr set_attribute(std::string_view name, std::string_view value);
  ErrorPtr set_attribute_bool(std::string_view name, bool value);
  ErrorPtr set_attribute_int64(std::string_view name, int64_t value);
  ErrorPtr set_attribute_null(std::string_view name);
  ErrorPtr set_raw_attribute(std::string_view name, std::string_view json);
  /// An empty `file_name` means the last part of `path`.
  ErrorPtr set_file(std::string_view name, std::string_view path, std::string_view file_name);
  ErrorPtr set_file_bytes(std::string_view name, std::string_view bytes, std::string_view file_name);
  /// The whole body, in place of attributes and files.
  ErrorPtr set_raw_body(std::string_view content_type, std::string_view bytes);

  /// Null when nothing that the operation needs is missing.
  ErrorPtr check_complete() const;

  /// Null for a raw request.
  const Operation* operation() const { return operation_; }
  /// "inspections.get", or "raw GET".
  std::string name() const;
  std::string_view method() const { return method_; }
  policy::Idempotency idempotency() const;
  /// The path with its parameters filled in, and the query behind a question mark if there is one.
  std::string target(bool alternate_path) const;
  /// The same for every page of a list.
  std::string target_without_page_number() const;
  /// The value that a query parameter has; empty when it is not set.
  std::string_view parameter(std::string_view name) const;
  std::vector<std::string> header_lines() const;
  /// Of the headers that the caller set.
  std::vector<std::string> header_names() const;
  /// The body as arguments of curl's command, each behind a space; empty when the request carries none.
  std::string curl_body_arguments() const;
  bool has_file() const { return !files_.empty(); }
  /// Null when the request carries none.
  std::shared_ptr<const http::Body> body(Random& random) const;
  /// Names of the parameters and attributes that are set: what a log may show.
  std::string names_for_log() const;

 private:
  struct ParameterValue {
    const Parameter* parameter;
    std::string value;
  };
  struct Named {
    std::string name;
    std::string value;
  };
  struct AttributeValue {
    std::string name;
    /// Decoded, as a form field carries it.
    std::string text;
    std::string json;
  };

  ErrorPtr put_parameter(std::string_view name, std::string_view value, bool replace);
  ErrorPtr unknown_parameter(std::string_view name) const;
  ErrorPtr put_attribute(std::string_view name, std::string text, std::string json);
  ErrorPtr check_takes_body(std::string_view name) const;
  ErrorPtr put_file(std::string_view name, http::Body::Piece content, std::string_view file_name);
  bool has_attribute(std::string_view name) const;
  /// Null for one that the document does not know.
  const BodyAttribute* find_attribute(std::string_view name) const;
  std::string query() const;
  http::Body json_body() const;

  const Operation* operation_ = nullptr;
  std::string method_;
  std::string path_;
  std::vector<ParameterValue> parameters_;
  std::vector<Named> raw_query_;
  std::vector<Named> headers_;
  std::vector<AttributeValue> attributes_;
  std::vector<http::FormPart> files_;
  std::shared_ptr<const http::Body> raw_body_;
};

}  // namespace spectrakit
