/*
 * Owners for the handles of spectrakit.h, and the two ways to call it from C++: `make` for a function that hands
 * something over, `call` for every other one. Both throw Failure, so that a program reports in one place.
 */
#ifndef SPECTRAKIT_SUPPORT_HANDLES_H
#define SPECTRAKIT_SUPPORT_HANDLES_H

#include <spectrakit.h>

#include <memory>

#include "support/failure.h"

namespace spectrakit::support {

using CallHandle = std::unique_ptr<spk_call, Destroyer<&spk_call_destroy>>;
using CallOptionsHandle = std::unique_ptr<spk_call_options, Destroyer<&spk_call_options_destroy>>;
using ClientHandle = std::unique_ptr<spk_client, Destroyer<&spk_client_destroy>>;
using ClientOptionsHandle = std::unique_ptr<spk_client_options, Destroyer<&spk_client_options_destroy>>;
using DocumentHandle = std::unique_ptr<spk_document, Destroyer<&spk_document_destroy>>;
using EventHandle = std::unique_ptr<spk_event, Destroyer<&spk_event_destroy>>;
using PagerHandle = std::unique_ptr<spk_pager, Destroyer<&spk_pager_destroy>>;
using QueueHandle = std::unique_ptr<spk_queue, Destroyer<&spk_queue_destroy>>;
using RequestHandle = std::unique_ptr<spk_request, Destroyer<&spk_request_destroy>>;
using UsageHandle = std::unique_ptr<spk_usage, Destroyer<&spk_usage_destroy>>;

/** Calls a function whose last parameter is the error. Throws Failure when it fails. */
template <typename Function, typename... Arguments>
void call(Function function, Arguments... arguments) {
  spk_error* error = nullptr;
  const spk_status status = function(arguments..., &error);
  if (status != SPK_OK) throw Failure(status, ErrorHandle(error));
}

/** The same for a function that hands over a handle, which stands right before the error. */
template <typename Handle, typename Function, typename... Arguments>
Handle make(Function function, Arguments... arguments) {
  typename Handle::pointer made = nullptr;
  call(function, arguments..., &made);
  return Handle(made);
}

}  // namespace spectrakit::support

#endif
