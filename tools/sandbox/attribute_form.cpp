#include "sandbox/attribute_form.h"

namespace spectrakit::sandbox {
namespace {

using Json = nlohmann::json;

constexpr size_t kMaxJsonBytes = 4 * 1024 * 1024;
constexpr std::string_view kPrefix = "data[attributes][";
constexpr std::string_view kArraySuffix = "[]";

/// The attribute that a part's name stands for, without the mark of an array; empty when it is none.
std::string attribute_name(std::string_view field, bool* is_array) {
  *is_array = field.ends_with(kArraySuffix);
  if (*is_array) field.remove_suffix(kArraySuffix.size());
  if (!field.starts_with(kPrefix) || !field.ends_with(']')) return {};
  return std::string(field.substr(kPrefix.size(), field.size() - kPrefix.size() - 1));
}

}  // namespace

std::optional<BodyFailure> AttributeForm::read(const HttpCall& call, const FileStore& files, uint64_t max_file_bytes) {
  if (call.request.is_multipart_form_data()) {
    if (auto failure = form_.read(call, files, attribute_field("image"), max_file_bytes)) return failure;
    take_form();
    return std::nullopt;
  }
  const std::string content_type = call.request.get_header_value("Content-Type");
  if (content_type.find("json") == std::string::npos) {
    return BodyFailure{415, {"", "The body must be application/json or multipart/form-data."}};
  }
  bool is_too_long = false;
  const std::string bytes = call.read_body(kMaxJsonBytes, &is_too_long);
  if (is_too_long) {
    return BodyFailure{413, {"", "The body is longer than " + std::to_string(kMaxJsonBytes) + " bytes."}};
  }
  const Json body = Json::parse(bytes, nullptr, false);
  if (body.is_discarded()) return BodyFailure{400, {"", "The body is no JSON."}};
  const Json data = body.is_object() ? body.value("data", Json()) : Json();
  if (!data.is_object()) return BodyFailure{422, {"/data", "\"data\" must be an object."}};
  if (data.contains("type") && !data["type"].is_string()) {
    return BodyFailure{422, {"/data/type", "\"type\" must be a string."}};
  }
  attributes_ = data.value("attributes", Json());
  if (attributes_.is_object()) return std::nullopt;
  return BodyFailure{422, {"/data/attributes", "\"attributes\" must be an object."}};
}

void AttributeForm::take_form() {
  for (const auto& [field, values] : form_.values()) {
    bool is_array = false;
    const std::string name = attribute_name(field, &is_array);
    if (name.empty()) continue;
    if (is_array) {
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
