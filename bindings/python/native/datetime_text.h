#pragma once

#include <optional>
#include <string_view>

namespace spectrakit::python {

/// A point in time as ISO 8601 writes it, in parts.
struct DateTimeParts {
  int year;
  int month;
  int day;
  int hour;
  int minute;
  int second;
  int microsecond;
  int offset_minutes;
};

/// Reads "2026-03-04T15:30:00.250-05:00", with "Z" for UTC and with or without a fraction, of which what is finer than
/// a microsecond is dropped. Nothing for any other text, and for a time without an offset, which is no point in time.
std::optional<DateTimeParts> parse_datetime(std::string_view text);

}  // namespace spectrakit::python
