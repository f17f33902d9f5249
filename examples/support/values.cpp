#include "support/values.h"

namespace spectrakit::support {

std::string_view raw_of(spk_value value) {
  size_t length = 0;
  const char* raw = spk_value_raw(value, &length);
  return raw == nullptr ? std::string_view() : std::string_view(raw, length);
}

std::string text_of(spk_value value) {
  const spk_value_kind kind = spk_value_get_kind(value);
  if (kind == SPK_VALUE_KIND_ABSENT || kind == SPK_VALUE_KIND_NULL) return {};
  const char* text = nullptr;
  size_t length = 0;
  if (spk_value_text(value, &text, &length, nullptr) == SPK_OK) return std::string(text, length);
  return std::string(raw_of(value));
}

std::string attribute_text(spk_value resource, std::string_view name) {
  return text_of(spk_resource_attribute(resource, name.data(), name.size()));
}

}  // namespace spectrakit::support
