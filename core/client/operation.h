#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace spectrakit {

enum class Method : uint8_t { get, head, post, put, patch, del };

enum class Paging : uint8_t { none, page_number };

enum class BodyKind : uint8_t { none, json_api };

enum class ParameterPlace : uint8_t { path, query };

enum class ValueType : uint8_t { string, integer, boolean, date_time, file };

/// One path or query parameter of an operation, under its literal name.
struct Parameter {
  std::string_view name;
  ParameterPlace place;
  ValueType type;
  bool required;
  /// Takes several values: a comma list where `comma_list`, else one `name[]=value` pair a value.
  bool repeatable;
  bool comma_list;
  /// Limits of an integer that the documentation states; a limit that is only guessed is INT64_MIN or INT64_MAX.
  int64_t minimum;
  int64_t maximum;
  /// Every value that the documentation allows; empty when its list is not known to be complete.
  std::span<const std::string_view> values;
};

/// One attribute that a request body can carry.
struct BodyAttribute {
  std::string_view name;
  ValueType type;
  bool required;
  /// Endings that the documentation allows, in lower case without the dot; empty when it names none.
  std::span<const std::string_view> file_extensions;
};

/// A row of the table that tools/generate makes from a service's openapi.yaml.
struct Operation {
  int32_t id;
  std::string_view name;
  Method method;
  std::string_view path;
  /// The other path under which the operation is known; empty for nearly all.
  std::string_view alternate_path;
  Paging paging;
  BodyKind body;
  /// The JSON:API type of the records sent and received.
  std::string_view resource_type;
  std::span<const Parameter> parameters;
  std::span<const BodyAttribute> attributes;
};

}  // namespace spectrakit
