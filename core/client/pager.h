#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "client/client.h"

namespace spectrakit {

/**
 * Walks the pages of a list by their number. The next request is made from the first one and the number; what the
 * service says only decides whether there is a next page. One page is fetched at a time, up to `prefetch` ahead.
 */
class Pager : public std::enable_shared_from_this<Pager> {
 public:
  /// An empty `cursor` starts at the request's own page.
  static Result<std::shared_ptr<Pager>> create(std::shared_ptr<Client> client, Request request, CallOptions options,
                                               std::string_view cursor);
  Pager(std::shared_ptr<Client> client, Request request, CallOptions options, int64_t page_number);

  // Before the first page; Status::invalid_state afterwards.
  ErrorPtr set_prefetch(uint32_t pages);
  ErrorPtr set_max_pages(uint32_t pages);
  ErrorPtr set_remove_duplicates(bool remove);

  /// Whether its pages go to a callback or queue.
  bool reports_by_itself() const { return options_.complete != nullptr; }
  /// Fetches the next page. Status::end after the last; after a failure, that failure again. An outcome that the
  /// options do not take away is for the caller to take from the call.
  Result<std::shared_ptr<Call>> start_next();
  /// Waits as well.
  Result<std::unique_ptr<Response>> next();
  /// Where the next page starts; empty at the end. Lives as long as the pager.
  std::string_view cursor();
  /// Ends the fetches that are under way; no other begins.
  void stop();

 private:
  /// A page that was asked for and not handed over yet, or the last that was.
  struct Page {
    int64_t number = 0;
    std::shared_ptr<Call> call;
    bool arrived = false;
    /// Where the page behind it starts, once it has arrived.
    std::string next_cursor;
  };

  ErrorPtr check_not_begun();
  /// What keeps the pager from fetching a further page; null for nothing. Under the lock.
  ErrorPtr why_no_fetch();
  Result<std::shared_ptr<Call>> fetch();
  void hand_over(const std::shared_ptr<Call>& call);
  void page_arrived(int64_t number, CallResult& result);
  void fetch_ahead();
  void read_page(const Response& page, Page& at);
  /// Type and id; empty for a record without an id.
  static std::string record_mark(const Response& page, json::Position record);
  bool is_repeated(const Response& page);
  ErrorPtr repeated_page(int64_t number, Response& page) const;
  void remove_known_records(Response& page);
  void note_foreign_link(const Response& page) const;

  const std::shared_ptr<Client> client_;
  const Request request_;
  const CallOptions options_;

  std::mutex mutex_;
  uint32_t prefetch_ = 0;
  std::optional<uint32_t> max_pages_;
  bool remove_duplicates_ = false;
  bool stopped_ = false;

  /// Of the next fetch.
  int64_t page_number_;
  uint32_t pages_fetched_ = 0;
  bool at_end_ = false;
  /// Pages that were fetched ahead, in order. Before them stands the one that was handed over last.
  std::deque<Page> ahead_;
  std::optional<Page> current_;
  /// The failure that stopped it.
  std::optional<Error> failure_;
  /// First and last record and their number on the page that arrived last.
  std::string last_page_mark_;
  std::unordered_set<std::string> known_records_;
  /// The last is the current one; earlier ones live on for those who borrowed them.
  std::deque<std::string> cursors_;
};

}  // namespace spectrakit
