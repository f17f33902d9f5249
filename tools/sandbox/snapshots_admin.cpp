#include "sandbox/snapshots_admin.h"

#include <optional>
#include <string>

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
  router.add("DELETE", "/_sandbox/snapshots/{id}",
             [this](HttpCall& call) { answer_done(call, store_.drop_snapshot(snapshot_id(call))); });
}

void SnapshotsAdmin::take(HttpCall& call) {
  if (const std::optional<int64_t> id = store_.take_snapshot()) {
    call.answer(201, "{\"id\":" + std::to_string(*id) + "}");
  } else {
    call.fail(422, "There are " + std::to_string(Store::kMaxSnapshots) + " snapshots already. Delete one first.");
  }
}

void SnapshotsAdmin::restore(HttpCall& call) {
  const bool is_restored = store_.restore_snapshot(snapshot_id(call));
  if (is_restored) settings_.load(*store_.read());
  answer_done(call, is_restored);
}

void SnapshotsAdmin::answer_done(HttpCall& call, bool is_done) {
  if (is_done) {
    call.response.status = 204;
  } else {
    call.fail(404, "There is no snapshot with this id.");
  }
}

}  // namespace spectrakit::sandbox
