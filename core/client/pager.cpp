#include "client/pager.h"

#include <charconv>
#include <utility>

#include "base/duration.h"
#include "client/cursor.h"
#include "client/error_decoding.h"
#include "client/explanation.h"
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
  if (ErrorPtr error = client->check_usable()) return error;
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

ErrorPtr Pager::check_not_begun() {
  if (pages_fetched_ == 0) return nullptr;
  return make_error(Status::invalid_state, request_.name() + ": set this before the pager's first page");
}

ErrorPtr Pager::set_prefetch(uint32_t pages) {
  if (ErrorPtr error = client_->check_fork()) return error;
  const std::lock_guard lock(mutex_);
  if (ErrorPtr error = check_not_begun()) return error;
  prefetch_ = pages;
  return nullptr;
}

ErrorPtr Pager::set_max_pages(uint32_t pages) {
  if (ErrorPtr error = client_->check_fork()) return error;
  const std::lock_guard lock(mutex_);
  if (ErrorPtr error = check_not_begun()) return error;
  if (pages == 0) return invalid_argument("the pages of a list are at least 1");
  max_pages_ = pages;
  return nullptr;
}

ErrorPtr Pager::set_remove_duplicates(bool remove) {
  if (ErrorPtr error = client_->check_fork()) return error;
  const std::lock_guard lock(mutex_);
  if (ErrorPtr error = check_not_begun()) return error;
  remove_duplicates_ = remove;
  return nullptr;
}

Result<std::shared_ptr<Call>> Pager::start_next() {
  if (ErrorPtr error = client_->check_usable()) return error;
  std::unique_lock lock(mutex_);
  if (current_ && !current_->arrived) {
    return make_error(Status::invalid_state, request_.name() + ": the pager is still fetching its last page");
  }
  if (ahead_.empty()) {
    if (ErrorPtr error = why_no_fetch()) return error;
    Result<std::shared_ptr<Call>> call = fetch();
    if (!call.ok()) return call;
  }
  current_ = std::move(ahead_.front());
  ahead_.pop_front();
  const std::shared_ptr<Call> call = current_->call;
  if (current_->arrived) {
    cursors_.push_back(current_->next_cursor);
    fetch_ahead();
  }
  lock.unlock();
  if (options_.complete) {
    // Before anybody else has the call: its outcome may be there already.
    call->reserve_result();
    hand_over(call);
  }
  return call;
}

ErrorPtr Pager::why_no_fetch() {
  if (failure_) return std::make_unique<Error>(*failure_);
  if (at_end_) return make_error(Status::end, request_.name() + " has no further page");
  if (max_pages_ && pages_fetched_ >= *max_pages_) {
    return make_error(Status::too_many_pages, request_.name() + " has more than the " + std::to_string(*max_pages_) +
                                                  " pages that were allowed; go on from the cursor, or allow the "
                                                  "pager more");
  }
  if (stopped_) return make_error(Status::cancelled, request_.name() + ": the pager was stopped");
  return nullptr;
}

/// Under the lock, which the page's arrival needs as well.
Result<std::shared_ptr<Call>> Pager::fetch() {
  Request request = request_;
  if (ErrorPtr error = request.set_parameter(kPageNumber, std::to_string(page_number_))) return error;
  CallOptions options = options_;
  // The outcome stays with the call until the page is asked for.
  options.complete = nullptr;
  options.inspect = [self = shared_from_this(), number = page_number_](CallResult& result) {
    self->page_arrived(number, result);
  };
  ahead_.push_back({page_number_, nullptr, false, ""});
  Result<std::shared_ptr<Call>> call = client_->start(std::move(request), std::move(options));
  if (!call.ok()) {
    ahead_.pop_back();
    return call;
  }
  ahead_.back().call = call.value;
  ++pages_fetched_;
  return call;
}

void Pager::fetch_ahead() {
  while (ahead_.size() < prefetch_ && (ahead_.empty() ? *current_ : ahead_.back()).arrived) {
    // A failure comes again, and is told, when the page is asked for.
    if (why_no_fetch() || !fetch().ok()) return;
  }
}

void Pager::hand_over(const std::shared_ptr<Call>& call) {
  const auto report = [call, complete = options_.complete] { call->report_to(complete); };
  if (client_->loop().post(report)) return;
  // A loop that takes no task any more completes all calls; it may be doing so right now.
  if (!client_->loop().on_io_thread()) call->wait(kForeverMs);
  report();
}

Result<std::unique_ptr<Response>> Pager::next() {
  if (options_.complete) {
    return make_error(Status::invalid_state, "this pager reports to a callback or queue; start its pages instead");
  }
  if (ErrorPtr error = client_->check_may_wait()) return error;
  Result<std::shared_ptr<Call>> call = start_next();
  if (!call.ok()) return std::move(call.error);
  CallResult result = call.value->wait_and_take();
  if (result.error) return std::move(result.error);
  return std::move(result.response);
}

std::string_view Pager::cursor() {
  // In a forked child the lock may be taken for ever.
  if (client_->check_fork()) return {};
  const std::lock_guard lock(mutex_);
  return cursors_.back();
}

void Pager::stop() {
  if (client_->check_fork()) return;
  std::vector<std::shared_ptr<Call>> calls;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    if (current_) calls.push_back(current_->call);
    for (const Page& page : ahead_) calls.push_back(page.call);
  }
  for (const std::shared_ptr<Call>& call : calls) call->cancel();
}

void Pager::page_arrived(int64_t number, CallResult& result) {
  // Before the lock, as it logs: the host's callback may use this pager.
  if (result.response) note_foreign_link(*result.response);
  const std::lock_guard lock(mutex_);
  const bool is_current = current_ && current_->number == number;
  Page& page = is_current ? *current_ : ahead_.back();
  page.arrived = true;
  page.next_cursor = make_cursor(request_, number);
  if (result.response && is_repeated(*result.response)) {
    result.error = repeated_page(number, *result.response);
    result.response.reset();
  }
  if (result.error) {
    failure_ = *result.error;
  } else {
    read_page(*result.response, page);
    if (remove_duplicates_) remove_known_records(*result.response);
  }
  if (is_current) cursors_.push_back(page.next_cursor);
  fetch_ahead();
}

std::string Pager::record_mark(const Response& page, json::Position record) {
  const json::Document& document = page.document;
  const Result<std::string_view> type = document.text_of(document.member(record, "type"));
  const Result<std::string_view> id = document.text_of(document.member(record, "id"));
  if (!id.ok()) return {};
  return std::string(type.ok() ? type.value : std::string_view()) + '\n' + std::string(id.value);
}

/// Pages shift while others write, but two that agree in their first and last record and in their size do not differ.
bool Pager::is_repeated(const Response& page) {
  std::string mark;
  if (!page.records.empty()) {
    const std::string first = record_mark(page, page.records.front());
    const std::string last = record_mark(page, page.records.back());
    if (!first.empty() && !last.empty()) mark = first + '\n' + last + '\n' + std::to_string(page.records.size());
  }
  const bool repeated = !mark.empty() && mark == last_page_mark_;
  last_page_mark_ = std::move(mark);
  return repeated;
}

ErrorPtr Pager::repeated_page(int64_t number, Response& page) const {
  CallFacts facts;
  facts.operation = request_.name();
  facts.attempts = page.attempts;
  facts.http_status = page.http_status;
  facts.request_id = request_id_of(page.headers);
  ErrorPtr error = error_from_malformed(
      std::move(facts), "page " + std::to_string(number) +
                            " with the same records as the page before it; going on would give them again");
  error->explanation = explain(page.trace, page.attempts, error->message);
  error->support_bundle =
      support_bundle(page.trace, page.attempts, error->message, {page.http_status, page.headers, "", false});
  return error;
}

void Pager::remove_known_records(Response& page) {
  std::erase_if(page.records, [&](json::Position record) {
    std::string mark = record_mark(page, record);
    return !mark.empty() && !known_records_.insert(std::move(mark)).second;
  });
}

/// A page number or any text in meta.pagination.next, or an address in links.next, promises a next page. An empty page
/// does not deny it: records may be filtered out after the page was cut. A number that does not go up would have the
/// same pages come again and again.
void Pager::read_page(const Response& page, Page& at) {
  const json::Document& document = page.document;
  const json::Position links = document.member(document.root(), "links");
  const Result<std::string_view> link = document.string(document.member(links, "next"));
  const json::Position meta = document.member(document.root(), "meta");
  const json::Position next = document.member(document.member(meta, "pagination"), "next");
  const Result<std::string_view> next_text = document.text_of(next);
  const bool denied =
      next_text.ok() && (next_text.value.empty() || next_text.value == "false" || next_text.value == "0");
  const bool promised = next_text.ok() ? !denied : link.ok() && !link.value.empty();
  const Result<int64_t> next_number = document.int64(next);
  if (promised && next_number.ok() && next_number.value <= at.number) {
    failure_ =
        *make_error(Status::malformed_response, request_.name() + ": page " + std::to_string(at.number) +
                                                    " names page " + std::to_string(next_number.value) +
                                                    " as the next one; going on would give the same records again");
  }
  // Behind the largest number there is none.
  at_end_ = !promised || at.number == INT64_MAX;
  if (at_end_) {
    at.next_cursor.clear();
    return;
  }
  page_number_ = at.number + 1;
  at.next_cursor = make_cursor(request_, page_number_);
}

void Pager::note_foreign_link(const Response& page) const {
  const json::Document& document = page.document;
  const json::Position links = document.member(document.root(), "links");
  const Result<std::string_view> link = document.string(document.member(links, "next"));
  if (!link.ok()) return;
  const std::string own_url = client_->url(request_);
  const http::UrlPlace own = http::url_place(own_url, own_url);
  const http::UrlPlace linked = http::url_place(own_url, link.value);
  if (own.origin == linked.origin && own.path == linked.path) return;
  client_->log().write(LogLevel::warning, "pager.foreign_link",
                       request_.name() +
                           ": the link to the next page leads to another origin or path; it is not "
                           "followed, the page's number is used");
}

}  // namespace spectrakit
