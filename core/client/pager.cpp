#include "client/pager.h"

#include <charconv>
#include <utility>

#include "base/duration.h"
#include "client/cursor.h"
#include "client/request_check.h"
#include "http/url.h"

namespace spectrakit {
namespace {

int64_t first_page_number(const Request& request) {
  const std::string_view text = request.parameter(kPageNumber);
  int64_t number = 1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

Result<std::shared_ptr<Pager>> Pager::create(std::shared_ptr<Client> client, Request request, CallOptions options,
                                             std::string_view cursor) {
  if (ErrorPtr error = client->check_fork()) return error;
  if (request.operation() == nullptr || request.operation()->paging != Paging::page_number) {
    return invalid_argument(request.name() + " is no list with pages; send it as a call");
  }
  if (ErrorPtr error = request.check_complete()) return error;
  int64_t page_number = first_page_number(request);
  if (!cursor.empty()) {
    Result<int64_t> stored = read_cursor(request, cursor);
    if (!stored.ok()) return std::move(stored.error);
    page_number = stored.value;
  }
  return std::make_shared<Pager>(std::move(client), std::move(request), std::move(options), page_number);
}

Pager::Pager(std::shared_ptr<Client> client, Request request, CallOptions options, int64_t page_number)
    : client_(std::move(client)),
      request_(std::move(request)),
      options_(std::move(options)),
      page_number_(page_number),
      cursors_{make_cursor(request_, page_number)} {}

Result<std::shared_ptr<Call>> Pager::start_next() {
  if (ErrorPtr error = client_->check_fork()) return error;
  Request request = request_;
  CallOptions options = options_;
  uint64_t fetch = 0;
  {
    const std::lock_guard lock(mutex_);
    if (fetching_) {
      return make_error(Status::invalid_state, request_.name() + ": the pager is still fetching its last page");
    }
    if (failure_) return std::make_unique<Error>(*failure_);
    if (at_end_) return make_error(Status::end, request_.name() + " has no further page");
    if (ErrorPtr error = request.set_parameter(kPageNumber, std::to_string(page_number_))) return error;
    fetching_ = true;
    fetch = ++fetches_;
  }
  options.inspect = [self = shared_from_this()](const CallResult& result) { self->page_arrived(result); };
  Result<std::shared_ptr<Call>> call = client_->start(std::move(request), std::move(options));
  const std::lock_guard lock(mutex_);
  // The page may have arrived meanwhile, and its receiver may have asked for the next one.
  if (fetch == fetches_) {
    if (call.ok()) call_ = call.value;
    fetching_ = fetching_ && call.ok();
  }
  return call;
}

Result<std::unique_ptr<Response>> Pager::next() {
  if (options_.complete) {
    return make_error(Status::invalid_state, "this pager reports to a callback or queue; start its pages instead");
  }
  if (ErrorPtr error = client_->check_may_wait()) return error;
  Result<std::shared_ptr<Call>> call = start_next();
  if (!call.ok()) return std::move(call.error);
  if (ErrorPtr error = call.value->wait(kForeverMs)) return error;
  CallResult result = std::move(*call.value->take_result());
  if (result.error) return std::move(result.error);
  return std::move(result.response);
}

std::string_view Pager::cursor() {
  const std::lock_guard lock(mutex_);
  return cursors_.back();
}

void Pager::cancel() {
  if (client_->check_fork()) return;
  std::shared_ptr<Call> call;
  {
    const std::lock_guard lock(mutex_);
    call = call_.lock();
  }
  if (call) call->cancel();
}

void Pager::page_arrived(const CallResult& result) {
  const std::lock_guard lock(mutex_);
  fetching_ = false;
  if (result.error) {
    failure_ = *result.error;
  } else {
    read_page(*result.response);
  }
}

/// A page number or any text in meta.pagination.next, or an address in links.next, promises a next page. An empty page
/// does not deny it: records may be filtered out after the page was cut. A number that does not go up would have the
/// same pages come again and again.
void Pager::read_page(const Response& page) {
  const json::Document& document = page.document;
  const json::Position links = document.member(document.root(), "links");
  const Result<std::string_view> link = document.string(document.member(links, "next"));
  if (link.ok()) note_foreign_link(link.value);
  const json::Position meta = document.member(document.root(), "meta");
  const json::Position next = document.member(document.member(meta, "pagination"), "next");
  const Result<std::string_view> next_text = document.text_of(next);
  const bool denied =
      next_text.ok() && (next_text.value.empty() || next_text.value == "false" || next_text.value == "0");
  const bool promised = next_text.ok() ? !denied : link.ok() && !link.value.empty();
  const Result<int64_t> next_number = document.int64(next);
  if (promised && next_number.ok() && next_number.value <= page_number_) {
    failure_ =
        *make_error(Status::malformed_response, request_.name() + ": page " + std::to_string(page_number_) +
                                                    " names page " + std::to_string(next_number.value) +
                                                    " as the next one; going on would give the same records again");
  }
  at_end_ = !promised;
  ++page_number_;
  cursors_.push_back(at_end_ ? std::string() : make_cursor(request_, page_number_));
}

void Pager::note_foreign_link(std::string_view link) const {
  const std::string own_url = client_->url(request_);
  const http::UrlPlace own = http::url_place(own_url, own_url);
  const http::UrlPlace linked = http::url_place(own_url, link);
  if (own.origin == linked.origin && own.path == linked.path) return;
  client_->log().write(LogLevel::warning, "pager.foreign_link",
                       request_.name() +
                           ": the link to the next page leads to another origin or path; it is not "
                           "followed, the page's number is used");
}

}  // namespace spectrakit
