#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/error.h"
#include "json/document.h"

namespace spectrakit::spectora {

json::Position resource_attribute(const json::Document& document, json::Position resource, std::string_view name);

/// The resource identifiers ("type" and "id") of a relationship, one or many; 0 of them when it is missing or null.
size_t related_count(const json::Document& document, json::Position resource, std::string_view name);
json::Position related_identifier(const json::Document& document, json::Position resource, std::string_view name,
                                  size_t index);

/// Finds an answer's included resources by type and id, in constant time after the first look. Thread-safe.
class IncludedIndex {
 public:
  /// The resource that `identifier` names; absent when the answer does not carry it.
  json::Position find(const json::Document& document, json::Position identifier) const;

 private:
  mutable std::once_flag built_;
  mutable std::unordered_map<std::string, json::Position> positions_;
};

/// The client portal's address of an inspection; Status::value_absent when it has no slug, value_wrong_kind for another
/// type. Lives as long as the
/// document. Rule: Spectora's FAQ on report content.
Result<std::string_view> inspection_portal_url(const json::Document& document, json::Position inspection);

}  // namespace spectrakit::spectora
