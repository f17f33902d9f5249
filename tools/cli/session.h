#ifndef SPECTRAKIT_CLI_SESSION_H
#define SPECTRAKIT_CLI_SESSION_H

#include <spectrakit.h>
#include <support/handles.h>

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "interrupt.h"

namespace spectrakit::cli {

/** What the person typed, or left out, can not work. Nothing was sent. */
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct ConnectionOptions {
  /** Empty means SPECTORA_BASE_URL, and without that the service's own address. */
  std::string base_url;
};

using ProgressCallback = std::function<void(std::uint64_t sent_bytes, std::uint64_t total_bytes)>;
/** Takes one page of a list; false ends the walk. */
using PageCallback = std::function<bool(const spk_document* page)>;

/** A request for `operation`. */
support::RequestHandle make_request(spk_operation operation);
void set_parameter(spk_request* request, std::string_view name, std::string_view value);
void add_parameter(spk_request* request, std::string_view name, std::string_view value);
void set_attribute(spk_request* request, std::string_view name, std::string_view value);

/** The connection of one command: a client with the key from SPECTORA_API_KEY. Ctrl-C cancels what is under way. */
class Session {
 public:
  explicit Session(const ConnectionOptions& options);

  /** Throws support::Failure, or Interrupted. */
  support::DocumentHandle send(const spk_request* request, const ProgressCallback& on_progress = {});
  /** Hands over every page of a list as it comes. Throws as `send`. */
  void walk_pages(const spk_request* request, const PageCallback& take);

 private:
  support::CallOptionsHandle queued_call_options(bool with_progress) const;
  support::DocumentHandle wait_for_result(spk_call* call, const ProgressCallback& on_progress);
  support::EventHandle next_event(spk_call* call);

  InterruptWatch interrupts_;
  support::QueueHandle queue_;
  support::ClientHandle client_;
  int interrupted_by_ = 0;
};

}  // namespace spectrakit::cli

#endif
