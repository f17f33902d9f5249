#pragma once

#include <memory>

#include "interpreter.h"
#include "spectrakit.h"
#include "spectrakit_experimental.h"

namespace spectrakit::python {

/// Gives a handle back without the GIL: what ends with it may have to wait.
template <auto Destroy>
struct Destroyer {
  template <typename Handle>
  void operator()(Handle* handle) const {
    without_gil([handle] { Destroy(handle); });
  }
};

using ClientHandle = std::unique_ptr<spk_client, Destroyer<&spk_client_destroy>>;
using ClockHandle = std::unique_ptr<spk_experimental_clock, Destroyer<&spk_experimental_clock_destroy>>;
using EngineHandle = std::unique_ptr<spk_engine, Destroyer<&spk_engine_destroy>>;
using CallHandle = std::unique_ptr<spk_call, Destroyer<&spk_call_destroy>>;
using PagerHandle = std::unique_ptr<spk_pager, Destroyer<&spk_pager_destroy>>;
using QueueHandle = std::unique_ptr<spk_queue, Destroyer<&spk_queue_destroy>>;

/// What is freed at once needs no release of the GIL.
template <auto Destroy>
struct QuickDestroyer {
  template <typename Handle>
  void operator()(Handle* handle) const {
    Destroy(handle);
  }
};

using CallOptionsHandle = std::unique_ptr<spk_call_options, QuickDestroyer<&spk_call_options_destroy>>;
using ClientOptionsHandle = std::unique_ptr<spk_client_options, QuickDestroyer<&spk_client_options_destroy>>;
using DocumentHandle = std::unique_ptr<spk_document, QuickDestroyer<&spk_document_destroy>>;
using EngineOptionsHandle = std::unique_ptr<spk_engine_options, QuickDestroyer<&spk_engine_options_destroy>>;
using ErrorHandle = std::unique_ptr<spk_error, QuickDestroyer<&spk_error_destroy>>;
using EventHandle = std::unique_ptr<spk_event, QuickDestroyer<&spk_event_destroy>>;
using RequestHandle = std::unique_ptr<spk_request, QuickDestroyer<&spk_request_destroy>>;
using UsageHandle = std::unique_ptr<spk_usage, QuickDestroyer<&spk_usage_destroy>>;

}  // namespace spectrakit::python
