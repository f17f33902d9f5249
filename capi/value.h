#pragma once

#include "boundary.h"

// The two words of spk_value and what they mean: a document, and a position in its JSON.
namespace spectrakit::capi {

inline const json::Document& json_of(const spk_document& document) {
  return document.response->document;
}

inline json::Position position_of(spk_value value) {
  return value.document == nullptr ? json::kAbsent : static_cast<json::Position>(value.position);
}

inline spk_value make_value(const spk_document* document, json::Position position) {
  return {document, position};
}

/// Runs `function` on the value's JSON document; what has no document is absent everywhere.
template <typename Function>
auto with_json(spk_value value, Function&& function) {
  static const json::Document empty;
  return function(value.document ? json_of(*value.document) : empty, position_of(value));
}

}  // namespace spectrakit::capi
