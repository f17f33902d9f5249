#include "spectora/resource.h"

#include "value.h"

using spectrakit::ErrorPtr;
using spectrakit::capi::guarded;
using spectrakit::capi::guarded_value;
using spectrakit::capi::make_value;
using spectrakit::capi::required;
using spectrakit::capi::string_in;
using spectrakit::capi::string_out;
using spectrakit::capi::with_json;
using spectrakit::json::Document;
using spectrakit::json::Position;

spk_value spk_resource_id(spk_value resource) {
  return spk_value_member(resource, "id", 2);
}

spk_value spk_resource_type(spk_value resource) {
  return spk_value_member(resource, "type", 4);
}

spk_value spk_resource_attribute(spk_value resource, const char* name, size_t length) {
  return guarded_value(spk_value{}, [&] {
    return with_json(resource, [&](const Document& json, Position at) {
      return make_value(resource.document,
                        spectrakit::spectora::resource_attribute(json, at, string_in(name, length, "name")));
    });
  });
}

size_t spk_resource_related_count(spk_value resource, const char* name, size_t length) {
  return guarded_value(size_t{0}, [&] {
    return with_json(resource, [&](const Document& json, Position at) {
      return spectrakit::spectora::related_count(json, at, string_in(name, length, "name"));
    });
  });
}

spk_value spk_resource_related(spk_value resource, const char* name, size_t length, size_t index) {
  return guarded_value(spk_value{}, [&] {
    return with_json(resource, [&](const Document& json, Position at) {
      const Position identifier =
          spectrakit::spectora::related_identifier(json, at, string_in(name, length, "name"), index);
      if (identifier == spectrakit::json::kAbsent) return make_value(resource.document, identifier);
      return make_value(resource.document, resource.document->included.find(json, identifier));
    });
  });
}

spk_status spk_inspection_portal_url(spk_value inspection, const char** url, size_t* length, spk_error** error) {
  if (length != nullptr) *length = 0;
  return guarded(error, [&]() -> ErrorPtr {
    required(url, "url") = nullptr;
    auto result = with_json(inspection, &spectrakit::spectora::inspection_portal_url);
    if (!result.ok()) return std::move(result.error);
    *url = string_out(result.value, length);
    return nullptr;
  });
}
