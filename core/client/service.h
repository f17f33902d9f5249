#pragma once

#include <span>
#include <string_view>

#include "client/operation.h"

namespace spectrakit {

/// What the client has to know of a service: its table, and where an answer keeps its records.
struct Service {
  std::string_view name;
  std::string_view default_base_url;
  /// The environment variable that holds a key, by convention: what a printed command names instead of the key.
  std::string_view api_key_variable;
  std::span<const Operation> operations;
  std::string_view records_member;
};

inline const Operation* find_operation(const Service& service, int32_t id) {
  for (const Operation& operation : service.operations) {
    if (operation.id == id) return &operation;
  }
  return nullptr;
}

}  // namespace spectrakit
