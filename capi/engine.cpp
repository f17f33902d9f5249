#include "boundary.h"

using spectrakit::ErrorPtr;
using spectrakit::capi::guarded;
using spectrakit::capi::required;

spk_status spk_engine_options_create(spk_engine_options** options, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(options, "options") = nullptr;
    *options = new spk_engine_options;
    return nullptr;
  });
}

spk_status spk_engine_options_set_max_connections_per_host(spk_engine_options* options, uint32_t connections,
                                                           spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    if (connections == 0) {
      return make_error(spectrakit::Status::invalid_argument, "an engine needs at least 1 connection per host");
    }
    required(options, "options").options.max_connections_per_host = connections;
    return nullptr;
  });
}

void spk_engine_options_destroy(spk_engine_options* options) {
  delete options;
}

spk_status spk_engine_create(const spk_engine_options* options, spk_engine** engine, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(engine, "engine") = nullptr;
    auto made = spectrakit::http::Engine::create(options ? options->options : spectrakit::http::EngineOptions{});
    if (!made.ok()) return std::move(made.error);
    *engine = new spk_engine{std::move(made.value)};
    return nullptr;
  });
}

spk_status spk_engine_close(spk_engine* engine, int64_t timeout_ms, spk_error** error) {
  return guarded(error, [&] { return required(engine, "engine").engine->close(timeout_ms); });
}

void spk_engine_destroy(spk_engine* engine) {
  delete engine;
}
