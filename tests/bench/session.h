#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "spectrakit.h"

namespace spectrakit::bench {

template <auto destroy>
struct Destroy {
  template <typename Handle>
  void operator()(Handle* handle) const {
    destroy(handle);
  }
};

using Engine = std::unique_ptr<spk_engine, Destroy<spk_engine_destroy>>;
using Client = std::unique_ptr<spk_client, Destroy<spk_client_destroy>>;
using Request = std::unique_ptr<spk_request, Destroy<spk_request_destroy>>;
using CallOptions = std::unique_ptr<spk_call_options, Destroy<spk_call_options_destroy>>;
using Document = std::unique_ptr<spk_document, Destroy<spk_document_destroy>>;
using Pager = std::unique_ptr<spk_pager, Destroy<spk_pager_destroy>>;
using Queue = std::unique_ptr<spk_queue, Destroy<spk_queue_destroy>>;

/// Throws what the error says unless the status is SPK_OK. Takes the error over.
void expect_ok(spk_status status, spk_error* error);

/// An engine with so many connections to one host.
Engine make_engine(uint32_t connections_per_host);

/// A client of the Spectora service at `base_url`; on an engine of its own when none is given.
Client make_client(const std::string& base_url, spk_engine* engine = nullptr);

Request make_request(spk_operation operation);
void set_parameter(spk_request* request, std::string_view name, std::string_view value);
Document send(spk_client* client, const spk_request* request);

}  // namespace spectrakit::bench
