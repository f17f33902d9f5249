#ifndef SPECTRAKIT_TOOLS_SANDBOX_TIME_TEXT_H
#define SPECTRAKIT_TOOLS_SANDBOX_TIME_TEXT_H

#include <chrono>
#include <optional>
#include <string>

#include "sandbox/clock.h"

namespace spectrakit::sandbox {

/// "2026-09-01T09:00:00.000-04:00", in the local time of the seeded company (United States, Eastern).
std::string local_time_text(Seconds time);

/// "Tue, Sep 1, 2026 at 9:00 AM", in the same local time.
std::string formatted_time_text(Seconds time);

/// "2026-09-01T13:00:00Z".
std::string utc_time_text(Seconds time);

/// "Tue, 01 Sep 2026 13:00:00 GMT", as HTTP headers have it.
std::string http_date_text(Seconds time);

/// The calendar month in UTC: "2026-09".
std::string month_text(Seconds time);

/// The instant of an ISO 8601 text with an offset; nothing for anything else.
std::optional<Seconds> parse_time(const std::string& text);

/// The instant of a local wall-clock time in the company's time zone.
Seconds local_time(std::chrono::sys_days day, int minutes_after_midnight);

}  // namespace spectrakit::sandbox

#endif
