#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "client/client.h"

namespace spectrakit {

/**
 * Walks the pages of a list by their number. The next request is made from the first one and the number; what the
 * service says only decides whether there is a next page. One page is fetched at a time.
 */
class Pager : public std::enable_shared_from_this<Pager> {
 public:
  /// An empty `cursor` starts at the request's own page.
  static Result<std::shared_ptr<Pager>> create(std::shared_ptr<Client> client, Request request, CallOptions options,
                                               std::string_view cursor);
  Pager(std::shared_ptr<Client> client, Request request, CallOptions options, int64_t page_number);

  /// Fetches the next page. Status::end after the last; after a failure, that failure again. An outcome that the
  /// options do not take away is for the caller to take from the call.
  Result<std::shared_ptr<Call>> start_next();
  /// Waits as well.
  Result<std::unique_ptr<Response>> next();
  /// Where the next page starts; empty at the end. Lives as long as the pager.
  std::string_view cursor();
  /// Ends the fetch that is under way, if there is one.
  void cancel();

 private:
  void page_arrived(const CallResult& result);
  void read_page(const Response& page);
  void note_foreign_link(std::string_view link) const;

  const std::shared_ptr<Client> client_;
  const Request request_;
  const CallOptions options_;

  std::mutex mutex_;
  int64_t page_number_;
  bool at_end_ = false;
  bool fetching_ = false;
  /// The failure that stopped it.
  std::optional<Error> failure_;
  std::weak_ptr<Call> call_;
  uint64_t fetches_ = 0;
  /// The last is the current one; earlier ones live on for those who borrowed them.
  std::deque<std::string> cursors_;
};

}  // namespace spectrakit
