#include "sandbox/attribute_form.h"

#include <algorithm>
#include <cctype>

#include "sandbox/bounded_json.h"

namespace spectrakit::sandbox {
namespace {

using Json = nlohmann::json;

constexpr size_t kMaxJsonBytes = 4 * 1024 * 1024;

}  // namespace

std::optional<BodyFailure> AttributeForm::read(const HttpCall& call, const FileStore& files, uint64_t max_file_bytes) {
  if (call.request.is_multipart_form_data()) {
    if (auto failure = form_.read(call, files, attribute_field("image"), max_file_bytes)) return failure;
    take_form();
    return std::nullopt;
  }
  std::string content_type = call.request.get_header_value("Content-Type");
  std::transform(content_type.begin(), content_type.end(), content_type.begin(), ::tolower);
  if (content_type.find("json") == std::string::npos) {
    return BodyFailure{415, {"", "The body must be application/json or multipart/form-data."}};
  }
  bool is_too_long = false;
  const std::optional<std::string> bytes = call.read_whole_body(kMaxJsonBytes, &is_too_long);
  if (is_too_long) {
    return BodyFailure{413, {"", "The body is longer than " + std::to_string(kMaxJsonBytes) + " bytes."}};
  }
  Json body = parse_bounded_json(bytes.value_or(""));
  if (body.is_discarded()) return BodyFailure{400, {"", "The body is no JSON, or nested too deep."}};
  Json data = body.is_object() && body.contains("data") ? std::move(body["data"]) : Json();
  if (!data.is_object()) return BodyFailure{422, {"/data", "\"data\" must be an object."}};
  if (data.contains("type") && !data["type"].is_string()) {
    return BodyFailure{422, {"/data/type", "\"type\" must be a string."}};
  }
  attributes_ = data.contains("attributes") ? std::move(data["attributes"]) : Json();
  if (attributes_.is_object()) return std::nullopt;
  return BodyFailure{422, {"/data/attributes", "\"attributes\" must be an object."}};
}

void AttributeForm::take_form() {
  for (const auto& [field, values] : form_.values()) {
    const std::string name = attribute_of_field(field);
    if (name.empty()) continue;
    if (field.ends_with("[]")) {
      attributes_[name] = values;
    } else {
      attributes_[name] = values.back().empty() ? Json() : Json(values.back());
    }
  }
}

std::string AttributeForm::text(const std::string& attribute) const {
  const auto found = attributes_.find(attribute);
  return found == attributes_.end() || !found->is_string() ? std::string() : found->get<std::string>();
}

}  // namespace spectrakit::sandbox
