#include "value.h"

using spectrakit::ErrorPtr;
using spectrakit::Result;
using spectrakit::capi::guarded;
using spectrakit::capi::guarded_value;
using spectrakit::capi::make_value;
using spectrakit::capi::required;
using spectrakit::capi::string_in;
using spectrakit::capi::string_out;
using spectrakit::capi::with_json;
using spectrakit::json::Document;
using spectrakit::json::Position;

namespace {

template <typename Out, typename Read>
spk_status read_scalar(spk_value value, Out* out, const char* name, spk_error** error, Read read) {
  return guarded(error, [&]() -> ErrorPtr {
    required(out, name) = {};
    auto result = with_json(value, read);
    if (!result.ok()) return std::move(result.error);
    *out = result.value;
    return nullptr;
  });
}

template <typename Read>
spk_status read_text(spk_value value, const char** text, size_t* length, const char* name, spk_error** error,
                     Read read) {
  if (length != nullptr) *length = 0;
  return guarded(error, [&]() -> ErrorPtr {
    required(text, name) = nullptr;
    Result<std::string_view> result = with_json(value, read);
    if (!result.ok()) return std::move(result.error);
    *text = string_out(result.value, length);
    return nullptr;
  });
}

}  // namespace

spk_value_kind spk_value_get_kind(spk_value value) {
  return with_json(value, [](const Document& json, Position at) { return static_cast<spk_value_kind>(json.kind(at)); });
}

spk_value spk_value_member(spk_value object, const char* name, size_t length) {
  return guarded_value(spk_value{}, [&] {
    return with_json(object, [&](const Document& json, Position at) {
      return make_value(object.document, json.member(at, string_in(name, length, "name")));
    });
  });
}

size_t spk_value_size(spk_value value) {
  return with_json(value, [](const Document& json, Position at) { return json.size(at); });
}

spk_value spk_value_first(spk_value container) {
  return with_json(container,
                   [&](const Document& json, Position at) { return make_value(container.document, json.first(at)); });
}

spk_value spk_value_next(spk_value value) {
  return with_json(value, [&](const Document& json, Position at) { return make_value(value.document, json.next(at)); });
}

spk_status spk_value_name(spk_value value, const char** name, size_t* length, spk_error** error) {
  return read_text(value, name, length, "name", error, [](const Document& json, Position at) { return json.name(at); });
}

spk_status spk_value_string(spk_value value, const char** string, size_t* length, spk_error** error) {
  return read_text(value, string, length, "string", error,
                   [](const Document& json, Position at) { return json.string(at); });
}

spk_status spk_value_text(spk_value value, const char** text, size_t* length, spk_error** error) {
  return read_text(value, text, length, "text", error,
                   [](const Document& json, Position at) { return json.text_of(at); });
}

spk_status spk_value_int64(spk_value value, int64_t* number, spk_error** error) {
  return read_scalar(value, number, "number", error, [](const Document& json, Position at) { return json.int64(at); });
}

spk_status spk_value_double(spk_value value, double* number, spk_error** error) {
  return read_scalar(value, number, "number", error, [](const Document& json, Position at) { return json.number(at); });
}

spk_status spk_value_bool(spk_value value, int* boolean, spk_error** error) {
  return read_scalar(value, boolean, "boolean", error,
                     [](const Document& json, Position at) { return json.boolean(at); });
}

const char* spk_value_raw(spk_value value, size_t* length) {
  const std::string_view raw = with_json(value, [](const Document& json, Position at) { return json.raw(at); });
  if (length != nullptr) *length = raw.size();
  return raw.data();
}
