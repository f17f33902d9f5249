#include "sandbox/request_log.h"

#include <strings.h>

#include "sandbox/clock.h"

namespace spectrakit::sandbox {
namespace {

constexpr char kMasked[] = "***";

/// A scheme is shown only when it is one: a key that somebody put in its place is not.
std::string masked_authorization(const std::string& value) {
  const std::string scheme = value.substr(0, value.find(' '));
  for (const char* known : {"Bearer", "Basic", "Digest", "Token"}) {
    if (::strcasecmp(scheme.c_str(), known) == 0) return scheme + " " + kMasked;
  }
  return kMasked;
}

}  // namespace

RequestLog::Id RequestLog::begin(const RequestHead& head, int64_t connection_number, int64_t applied_fault) {
  Entry entry;
  entry.head = head;
  entry.connection_number = connection_number;
  entry.applied_fault = applied_fault;
  entry.received_unix_ms = Clock::unix_ms();
  for (auto& [name, value] : entry.head.headers) {
    if (::strcasecmp(name.c_str(), "authorization") == 0) value = masked_authorization(value);
  }
  const std::lock_guard lock(mutex_);
  entry.id = ++last_id_;
  if (entries_.size() == kMaxEntries) entries_.pop_front();
  entries_.push_back(std::move(entry));
  return last_id_;
}

RequestLog::Entry* RequestLog::find(Id id) {
  // Ids run without a gap from the oldest entry on; a cleared or outlived one is no longer there.
  if (entries_.empty() || id < entries_.front().id || id > entries_.back().id) return nullptr;
  return &entries_[id - entries_.front().id];
}

void RequestLog::set_body(Id id, uint64_t body_bytes, bool is_complete, std::string sha256) {
  const std::lock_guard lock(mutex_);
  Entry* entry = find(id);
  if (entry == nullptr) return;
  entry->body_bytes = body_bytes;
  entry->body_is_complete = is_complete;
  entry->body_sha256 = std::move(sha256);
}

void RequestLog::set_status(Id id, int status) {
  const std::lock_guard lock(mutex_);
  if (Entry* entry = find(id)) entry->status = status;
}

void RequestLog::set_work_done(Id id, int status) {
  const std::lock_guard lock(mutex_);
  Entry* entry = find(id);
  if (entry == nullptr) return;
  entry->work_status = status;
  entry->work_done_unix_ms = Clock::unix_ms();
}

nlohmann::ordered_json RequestLog::describe(const Entry& entry) {
  nlohmann::ordered_json headers = nlohmann::ordered_json::array();
  for (const auto& [name, value] : entry.head.headers) headers.push_back({name, value});
  nlohmann::ordered_json described = {{"id", entry.id},
                                      {"connection", entry.connection_number},
                                      {"method", entry.head.method},
                                      {"path", entry.head.target},
                                      {"headers", std::move(headers)},
                                      {"body_bytes", entry.body_bytes},
                                      {"body_complete", entry.body_is_complete},
                                      {"body_sha256", nullptr},
                                      {"fault", nullptr},
                                      {"status", nullptr},
                                      {"work_status", nullptr},
                                      {"received_unix_ms", entry.received_unix_ms},
                                      {"work_done_unix_ms", nullptr}};
  if (!entry.body_sha256.empty()) described["body_sha256"] = entry.body_sha256;
  if (entry.applied_fault != 0) described["fault"] = entry.applied_fault;
  if (entry.status != 0) described["status"] = entry.status;
  if (entry.work_status != 0) {
    described["work_status"] = entry.work_status;
    described["work_done_unix_ms"] = entry.work_done_unix_ms;
  }
  return described;
}

nlohmann::ordered_json RequestLog::list(Id after, size_t limit) const {
  const std::lock_guard lock(mutex_);
  nlohmann::ordered_json requests = nlohmann::ordered_json::array();
  const Id first_id = entries_.empty() ? 0 : entries_.front().id;
  for (size_t i = after < first_id ? 0 : after - first_id + 1; i < entries_.size() && requests.size() < limit; ++i) {
    requests.push_back(describe(entries_[i]));
  }
  return {{"requests", std::move(requests)}};
}

void RequestLog::clear() {
  const std::lock_guard lock(mutex_);
  entries_.clear();
}

}  // namespace spectrakit::sandbox
