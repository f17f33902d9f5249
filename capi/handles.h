#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "client/call.h"
#include "client/client.h"
#include "client/pager.h"
#include "client/queue.h"
#include "client/request.h"
#include "client/response.h"
#include "http/engine.h"
#include "spectora/resource.h"
#include "spectrakit_experimental.h"

// What is behind the opaque handles. A handle owns one reference to the core's object.

struct spk_attempt {
  spectrakit::Attempt attempt;
};

struct spk_error {
  spectrakit::Error error;
  std::vector<spk_attempt> attempts;
};

struct spk_engine_options {
  spectrakit::http::EngineOptions options;
};

struct spk_engine {
  std::shared_ptr<spectrakit::http::Engine> engine;
};

struct spk_client_options {
  spectrakit::ClientOptions options;
};

struct spk_client {
  std::shared_ptr<spectrakit::Client> client;
};

struct spk_request {
  spectrakit::Request request;
};

struct spk_call_options {
  std::optional<int64_t> deadline_ms;
  std::optional<uint32_t> max_retries;
  std::string feature;
  spk_completion_callback completion_callback = nullptr;
  void* completion_user_data = nullptr;
  spk_progress_callback progress_callback = nullptr;
  void* progress_user_data = nullptr;
  std::shared_ptr<spectrakit::Queue> queue;
  void* queue_user_data = nullptr;
  bool queue_progress = false;
};

struct spk_call {
  std::shared_ptr<spectrakit::Call> call;
};

struct spk_usage {
  spectrakit::ClientUsage usage;
  std::vector<std::pair<std::string, int64_t>> features;
};

struct spk_document {
  std::unique_ptr<spectrakit::Response> response;
  /// Made when it is asked for.
  mutable std::once_flag explanation_made;
  mutable std::string explanation;
  mutable std::string support_bundle;
  std::vector<spk_attempt> attempts;
  spectrakit::spectora::IncludedIndex included;
};

struct spk_pager {
  std::shared_ptr<spectrakit::Pager> pager;
};

struct spk_queue {
  std::shared_ptr<spectrakit::Queue> queue;
};

struct spk_event {
  std::unique_ptr<spectrakit::Event> event;
  std::atomic<bool> taken{false};
};

struct spk_experimental_clock {
  std::shared_ptr<spectrakit::MovableClock> clock;
};
