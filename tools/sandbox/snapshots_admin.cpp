#include "sandbox/snapshots_admin.h"

#include <optional>
#include <string>

#include "sandbox/admin_call.h"
#include "sandbox/clock.h"
#include "sandbox/list_query.h"

namespace spectrakit::sandbox {
namespace {

int64_t snapshot_id(const HttpCall& call) {
  return parse_id(call.path_parameters.at(0));
}

}  // namespace

void SnapshotsAdmin::add_routes(Router& router) {
  router.add("POST", "/_sandbox/snapshots", [this](HttpCall& call) { take(call); });
  router.add("POST", "/_sandbox/snapshots/{id}/restore", [this](HttpCall& call) { restore(call); });
  router.add("DELETE", "/_sandbox/snapshots/{id}", [this](HttpCall& call) { drop(call); });
}

void SnapshotsAdmin::take(HttpCall& call) {
  const int64_t unix_ms = Clock::unix_ms();
  if (const std::optional<int64_t> id = store_.take_snapshot()) {
    const std::lock_guard lock(mutex_);
    unix_ms_by_id_[*id] = unix_ms;
    call.answer(201, "{\"id\":" + std::to_string(*id) + "}");
  } else {
    call.fail(422, "There are " + std::to_string(Store::kMaxSnapshots) + " snapshots already. Delete one first.");
  }
}

void SnapshotsAdmin::restore(HttpCall& call) {
  const int64_t id = snapshot_id(call);
  const bool is_restored = store_.restore_snapshot(id);
  if (is_restored) {
    settings_.load(*store_.read());
    const std::lock_guard lock(mutex_);
    const auto time = unix_ms_by_id_.find(id);
    if (time != unix_ms_by_id_.end()) Clock::set_unix_ms(time->second);
  }
  answer_done(call, is_restored);
}

void SnapshotsAdmin::drop(HttpCall& call) {
  const int64_t id = snapshot_id(call);
  const std::lock_guard lock(mutex_);
  unix_ms_by_id_.erase(id);
  answer_done(call, store_.drop_snapshot(id));
}

void SnapshotsAdmin::answer_done(HttpCall& call, bool is_done) {
  if (is_done) {
    answer_nothing(call);
  } else {
    call.fail(404, "There is no snapshot with this id.");
  }
}

}  // namespace spectrakit::sandbox
