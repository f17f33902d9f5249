#pragma once

#include <spectrakit.h>

#include <nlohmann/json.hpp>

namespace spectrakit::tests {

/// What a user sees of an outcome, in the words of cases.json. `error` and `document` may be null.
nlohmann::json observe(spk_status status, const spk_error* error, const spk_document* document);

/// The attempts of a document, as observe() shows them.
void add_attempts(nlohmann::json& observed, const spk_document* document);

/// What a key has used and may use, in the same words.
nlohmann::json observe_usage(const spk_usage* usage);

nlohmann::json record_ids(const spk_document* document);

}  // namespace spectrakit::tests
