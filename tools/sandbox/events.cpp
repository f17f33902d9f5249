#include "sandbox/events.h"

#include <string_view>

#include "sandbox/time_text.h"

namespace spectrakit::sandbox {

void record_event(Database& database, const std::string& type, int64_t object_id, int64_t company_id) {
  database.query("INSERT INTO events (type, object_id, company_id, created_at) VALUES (?, ?, ?, ?)")
      .bind(1, std::string_view(type))
      .bind(2, object_id)
      .bind(3, company_id)
      .bind(4, std::string_view(utc_time_text(Clock::now())))
      .run();
}

nlohmann::ordered_json list_events(Database& database, int64_t after, int64_t limit) {
  nlohmann::ordered_json events = nlohmann::ordered_json::array();
  Query rows =
      database.query("SELECT id, type, object_id, company_id, created_at FROM events WHERE id > ? ORDER BY id LIMIT ?");
  rows.bind(1, after).bind(2, limit);
  while (rows.next()) {
    // The service documents no webhook for attachments.
    events.push_back({{"id", rows.integer(0)},
                      {"type", rows.text(1)},
                      {"object_id", rows.integer(2)},
                      {"company_id", rows.integer(3)},
                      {"created_at", rows.text(4)},
                      {"webhook", !rows.text(1).starts_with("inspection_attachment.")}});
  }
  return {{"events", std::move(events)}};
}

}  // namespace spectrakit::sandbox
