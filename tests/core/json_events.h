#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json/document.h"

namespace spectrakit::tests {

/// Parses with the default limits; throws std::runtime_error when the text is refused.
json::Document parsed(std::string_view text);
Result<json::Document> try_parse(std::string_view text);

/// One line for each thing that a JSON text says, in its order, so that two parsers can be compared. A number counts
/// as what its value is, and repeated names all count.
using JsonEvents = std::vector<std::string>;

/// What nlohmann::json reads; a single "refused" when it refuses the text.
JsonEvents events_of_judge(std::string_view text);
/// What our document reads; a value or name that can not be decoded is "undecodable".
JsonEvents events_of(const json::Document& document);
JsonEvents events_of(const json::Document& document, json::Position value);

/// The document's text with each value and name that can not be decoded replaced by one that can.
std::string repaired_text(const json::Document& document);

}  // namespace spectrakit::tests
