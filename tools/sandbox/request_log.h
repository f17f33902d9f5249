#ifndef SPECTRAKIT_TOOLS_SANDBOX_REQUEST_LOG_H
#define SPECTRAKIT_TOOLS_SANDBOX_REQUEST_LOG_H

#include <cstdint>
#include <deque>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>

#include "sandbox/request_head.h"

namespace spectrakit::sandbox {

/// What was received, the last 10,000 requests of it, with keys masked. Safe for use by several threads.
class RequestLog {
 public:
  using Id = uint64_t;
  static constexpr size_t kMaxEntries = 10'000;

  /// Enters a request whose head is in, and returns its id. `applied_fault` is 0 when no fault rule took it.
  Id begin(const RequestHead& head, int64_t connection_number, int64_t applied_fault);
  void set_body(Id id, uint64_t body_bytes, bool is_complete, std::string sha256);
  /// The status of the answer, once its first byte is about to leave.
  void set_status(Id id, int status);
  /// The work behind the request is done, with this status; whether the client hears of it is another matter.
  void set_work_done(Id id, int status);

  /// At most `limit` requests after the one with the id `after`, oldest first.
  nlohmann::ordered_json list(Id after, size_t limit) const;
  void clear();

 private:
  struct Entry {
    Id id = 0;
    RequestHead head;
    int64_t connection_number = 0;
    int64_t applied_fault = 0;
    uint64_t body_bytes = 0;
    bool body_is_complete = false;
    std::string body_sha256;
    int status = 0;
    int work_status = 0;
    int64_t received_unix_ms = 0;
    int64_t work_done_unix_ms = 0;
  };
  Entry* find(Id id);
  static nlohmann::ordered_json describe(const Entry& entry);

  mutable std::mutex mutex_;
  std::deque<Entry> entries_;
  Id last_id_ = 0;
};

}  // namespace spectrakit::sandbox

#endif
