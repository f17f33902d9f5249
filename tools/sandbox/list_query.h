#ifndef SPECTRAKIT_TOOLS_SANDBOX_LIST_QUERY_H
#define SPECTRAKIT_TOOLS_SANDBOX_LIST_QUERY_H

#include <httplib.h>

#include <cstdint>
#include <string>
#include <vector>

#include "sandbox/resource_types.h"

namespace spectrakit::sandbox {

/// What a request for a list asks for. Parameters that are not known are ignored, as the service is believed to do.
struct ListQuery {
  struct Condition {
    const Filter* filter;
    /// As the filter's SQL takes it.
    std::string value;
  };

  int64_t page_number = 1;
  int64_t page_size = 200;
  std::vector<Condition> conditions;
  const Sort* sort = nullptr;
  bool descending = false;
};

ListQuery parse_list_query(const ResourceType& type, const httplib::Params& parameters);

/// The relationships that `include` names, each once, in the order of the type.
std::vector<const Relationship*> parse_include(const ResourceType& type, const httplib::Params& parameters);

/// The optional attributes that `optional_fields` names, each once, in the order of the type.
std::vector<const Attribute*> parse_optional_fields(const ResourceType& type, const httplib::Params& parameters);

/// An id as it stands in a path or parameter; -1, which no record has, when it is none.
int64_t parse_id(const std::string& text);

}  // namespace spectrakit::sandbox

#endif
