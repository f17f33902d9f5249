// Whatever a server answers to a page of a list, the call ends once, with a page or with an error that names itself;
// the pager then stands at the next page, at the end, or stays with its failure, and asks the server nothing twice.
#include <memory>

#include "base/clock.h"
#include "client/client.h"
#include "client/cursor.h"
#include "client/pager.h"
#include "http/engine.h"
#include "one_answer_server.h"
#include "property.h"
#include "requests.h"
#include "spectora/service.h"

namespace spectrakit::fuzz {
namespace {

constexpr int kMaxRedirects = 1;

/// On a clock that jumps: a 429 may close the gate of the key for the next call, and nobody is to wait for that.
std::shared_ptr<http::Engine> make_engine() {
  constexpr int64_t kUnixMs = 1'800'000'000'000;
  const auto clock = std::make_shared<ManualClock>(kUnixMs);
  clock->set_auto_advance(true);
  http::EngineOptions options;
  options.clock = clock;
  Result<std::shared_ptr<http::Engine>> made = http::Engine::create(options);
  require(made.ok(), "an engine is made", made.ok() ? "" : made.error->message);
  return std::move(made.value);
}

/// Made once: an engine a run would be most of the time.
struct Rig {
  OneAnswerServer server;
  std::shared_ptr<Client> client;

  Rig() {
    ClientOptions options;
    options.service = &spectora::service();
    options.api_key = "fuzz-key";
    options.base_url = server.url();
    options.retry.max_retries = 0;
    options.max_redirects = kMaxRedirects;
    options.max_response_bytes = size_t{1} << 20;
    Result<std::shared_ptr<Client>> made = Client::create(make_engine(), std::move(options));
    require(made.ok(), "a client is made", made.ok() ? "" : made.error->message);
    client = std::move(made.value);
  }
};

/// Any bytes, or any bytes as the body of an answer that is whole.
std::string take_answer(FuzzedDataProvider& input) {
  const bool is_whole = input.ConsumeBool();
  const int32_t http_status = input.ConsumeIntegralInRange<int32_t>(200, 599);
  std::string bytes = input.ConsumeRemainingBytesAsString();
  if (!is_whole) return bytes;
  return "HTTP/1.1 " + std::to_string(http_status) +
         " Answer\r\nX-Request-Id: 1\r\nContent-Length: " + std::to_string(bytes.size()) + "\r\n\r\n" + bytes;
}

void check_error(const Error& error) {
  require(error.status != Status::ok && error.status != Status::internal && error.status != Status::end,
          "a failure names itself", status_name(error.status));
  require(error.message.starts_with("agents.list"), "a failure names its call", error.message);
  const bool is_one_line = error.message.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
  require(is_one_line, "a message is one line, whatever was received", error.message);
  require(error.message.find("fuzz-key") == std::string::npos, "no error shows the key", error.message);
}

void check_page(const Request& list, Pager& pager, const Response& page) {
  require(page.http_status >= 200 && page.http_status < 300, "a page is a success");
  const std::string_view cursor = pager.cursor();
  if (cursor.empty()) {
    const Result<std::unique_ptr<Response>> after = pager.next();
    require(!after.ok() && after.error->status == Status::end, "without a cursor the list is at its end");
    return;
  }
  const Result<int64_t> next_page = read_cursor(list, cursor);
  require(next_page.ok() && next_page.value == 2, "the next page follows the first", cursor);
}

/// Asks for the first page; gives back how that ended.
Status walk(Rig& rig, const std::string& answer) {
  const Request list = Request::for_operation(spectora::service().operations.front());
  rig.server.answer_with(answer);
  const Result<std::shared_ptr<Pager>> pager = Pager::create(rig.client, list, {}, "");
  require(pager.ok(), "a pager is made");
  const Result<std::unique_ptr<Response>> page = pager.value->next();
  if (page.ok()) {
    check_page(list, *pager.value, *page.value);
  } else {
    check_error(*page.error);
    const Result<std::unique_ptr<Response>> again = pager.value->next();
    require(!again.ok() && again.error->message == page.error->message, "a pager stays with its failure");
    require(read_cursor(list, pager.value->cursor()).value == 1, "a page that failed is still to come");
  }
  require(rig.server.requests_seen() <= 1 + kMaxRedirects, "a call of no retries is sent once, and once a redirect");
  return page.ok() ? Status::ok : page.error->status;
}

/// The plain page before it shows that the last answer spoiled nothing, and leaves curl with a past of its own, so that
/// one input is enough to see again what it does.
void check_answer(Rig& rig, const std::string& answer) {
  const Status plain = walk(rig, "HTTP/1.1 200 OK\r\nX-Request-Id: 1\r\nContent-Length: 2\r\n\r\n{}");
  // A connection that the server has closed may look alive to the next call.
  require(plain == Status::ok || plain == Status::connection_failed, "a plain page comes", status_name(plain));
  walk(rig, answer);
}

}  // namespace
}  // namespace spectrakit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count) {
  using namespace spectrakit;
  // Never destroyed, as its threads outlive main().
  static fuzz::Rig& rig = *new fuzz::Rig;
  FuzzedDataProvider input(bytes, count);
  fuzz::check_answer(rig, fuzz::take_answer(input));
  return 0;
}
