#include "boundary.h"

using spectrakit::ErrorPtr;
using spectrakit::capi::guarded;
using spectrakit::capi::required;
using spectrakit::capi::string_out;

spk_status spk_client_usage(spk_client* client, spk_usage** usage, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(usage, "usage") = nullptr;
    auto found = required(client, "client").client->usage();
    if (!found.ok()) return std::move(found.error);
    auto handle = std::make_unique<spk_usage>();
    handle->usage = std::move(found.value);
    for (const auto& [feature, calls] : handle->usage.usage.calls_by_feature)
      handle->features.push_back({feature, calls});
    *usage = handle.release();
    return nullptr;
  });
}

const char* spk_usage_month(const spk_usage* usage, size_t* length) {
  return string_out(usage ? std::string_view(usage->usage.usage.month) : "", length);
}

int64_t spk_usage_calls(const spk_usage* usage) {
  return usage ? usage->usage.usage.calls : 0;
}

int64_t spk_usage_forecast_calls(const spk_usage* usage) {
  return usage ? usage->usage.usage.forecast_calls : 0;
}

int64_t spk_usage_quota(const spk_usage* usage) {
  return usage ? usage->usage.monthly_quota : 0;
}

size_t spk_usage_feature_count(const spk_usage* usage) {
  return usage ? usage->features.size() : 0;
}

const char* spk_usage_feature_name(const spk_usage* usage, size_t index, size_t* length) {
  return string_out(index < spk_usage_feature_count(usage) ? std::string_view(usage->features[index].first) : "",
                    length);
}

int64_t spk_usage_feature_calls(const spk_usage* usage, size_t index) {
  return index < spk_usage_feature_count(usage) ? usage->features[index].second : 0;
}

spk_gate spk_usage_gate(const spk_usage* usage) {
  return usage ? static_cast<spk_gate>(usage->usage.gate) : SPK_GATE_OPEN;
}

int64_t spk_usage_gate_opens_in_ms(const spk_usage* usage) {
  return usage ? usage->usage.gate_opens_in_ms : 0;
}

void spk_usage_destroy(spk_usage* usage) {
  delete usage;
}
