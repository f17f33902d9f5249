#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "spectrakit_experimental.h"
#include "support/sandbox_process.h"

namespace spectrakit::tests {

template <typename Handle, void (*destroy)(Handle*)>
struct Destroyer {
  void operator()(Handle* handle) const { destroy(handle); }
};
template <typename Handle, void (*destroy)(Handle*)>
using Owned = std::unique_ptr<Handle, Destroyer<Handle, destroy>>;

using Error = Owned<spk_error, spk_error_destroy>;
using Clock = Owned<spk_experimental_clock, spk_experimental_clock_destroy>;
using EngineOptions = Owned<spk_engine_options, spk_engine_options_destroy>;
using Engine = Owned<spk_engine, spk_engine_destroy>;
using ClientOptions = Owned<spk_client_options, spk_client_options_destroy>;
using Client = Owned<spk_client, spk_client_destroy>;
using Request = Owned<spk_request, spk_request_destroy>;
using CallOptions = Owned<spk_call_options, spk_call_options_destroy>;
using Call = Owned<spk_call, spk_call_destroy>;
using Document = Owned<spk_document, spk_document_destroy>;
using Pager = Owned<spk_pager, spk_pager_destroy>;
using Queue = Owned<spk_queue, spk_queue_destroy>;
using Event = Owned<spk_event, spk_event_destroy>;

/// A call's outcome: a document or an error.
struct Outcome {
  spk_status status = SPK_INTERNAL;
  Document document;
  Error error;

  std::string message() const;
  std::string error_name() const;
};

/// Waits until `condition` holds, looking again and again; fails the test after 20 s.
void wait_until(const std::function<bool()>& condition);

Request make_request(spk_operation operation);
Request get_inspection(std::string_view id);
void set_parameter(const Request& request, std::string_view name, std::string_view value);
void set_attribute(const Request& request, std::string_view name, std::string_view value);
/// An upload of `bytes` to an inspection that the sandbox has.
Request upload_bytes(std::string_view bytes, std::string_view file_name = "report.txt");

Outcome send(const Client& client, const Request& request, const CallOptions& options = nullptr);
Call start(const Client& client, const Request& request, const CallOptions& options = nullptr);
/// Waits for a call that reports to its waiter, and takes its outcome.
Outcome finish(const Call& call);
CallOptions make_call_options();

std::string string_of(spk_value value);
std::string attribute(spk_value record, std::string_view name);
std::vector<std::string> attempt_outcomes(const Document& document);

/// A sandbox, an engine on a clock that the test moves, and a client; the clock jumps over every wait of its own
/// accord unless a test switches that off.
class CapiTest : public testing::Test {
 protected:
  static constexpr std::string_view kInspection = "10000002";
  static constexpr int64_t kUnixMs = 1'800'000'000'000;

  CapiTest();

  Client make_client(const Engine& engine, const std::function<void(spk_client_options*)>& adjust = {});
  Engine make_engine(const std::function<void(spk_engine_options*)>& adjust = {});
  void set_auto_advance(bool on) { spk_experimental_clock_set_auto_advance(clock_.get(), on, nullptr); }
  void advance_ms(int64_t by_ms) { spk_experimental_clock_advance(clock_.get(), by_ms, nullptr); }
  void add_fault(const std::string& method, const std::string& path, const nlohmann::json& action, int times = 1);
  /// What the server received of a method, admin calls left out.
  std::vector<nlohmann::json> received(const std::string& method);
  void wait_until_received(const std::string& method, size_t count);

  SandboxProcess sandbox_;
  Clock clock_;
  Engine engine_;
  Client client_;
};

}  // namespace spectrakit::tests
