#include "sandbox/time_text.h"

#include <array>
#include <cstdio>
#include <cstring>
#include <ctime>

namespace spectrakit::sandbox {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;

// Daylight saving time in the United States: from the second Sunday in March to the first Sunday in November, 2 a.m.
bool is_daylight_saving(Seconds time) {
  const std::chrono::year year = std::chrono::year_month_day(std::chrono::floor<days>(time)).year();
  const sys_days start = year / std::chrono::March / std::chrono::Sunday[2];
  const sys_days end = year / std::chrono::November / std::chrono::Sunday[1];
  return time >= Seconds(start) + hours(7) && time < Seconds(end) + hours(6);
}

int utc_offset_hours(Seconds time) {
  return is_daylight_saving(time) ? -4 : -5;
}

struct TimeParts {
  int year, month, day, hour, minute, second, weekday;
};

TimeParts parts(Seconds time, int offset_hours) {
  const Seconds shifted = time + hours(offset_hours);
  const sys_days day = std::chrono::floor<days>(shifted);
  const std::chrono::year_month_day date(day);
  const int64_t second_of_day = (shifted - Seconds(day)).count();
  return {static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())),
          static_cast<int>(second_of_day / 3600),
          static_cast<int>(second_of_day / 60 % 60),
          static_cast<int>(second_of_day % 60),
          static_cast<int>(std::chrono::weekday(day).c_encoding())};
}

TimeParts local_parts(Seconds time) {
  return parts(time, utc_offset_hours(time));
}

constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

std::string local_time_text(Seconds time) {
  const TimeParts p = local_parts(time);
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.000-%02d:00", p.year, p.month, p.day, p.hour,
                p.minute, p.second, -utc_offset_hours(time));
  return text.data();
}

std::string formatted_time_text(Seconds time) {
  const TimeParts p = local_parts(time);
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), "%s, %s %d, %d at %d:%02d %s", kDays.at(static_cast<size_t>(p.weekday)),
                kMonths.at(static_cast<size_t>(p.month - 1)), p.day, p.year, (p.hour + 11) % 12 + 1, p.minute,
                p.hour < 12 ? "AM" : "PM");
  return text.data();
}

std::string utc_time_text(Seconds time) {
  const TimeParts p = parts(time, 0);
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02dZ", p.year, p.month, p.day, p.hour, p.minute,
                p.second);
  return text.data();
}

std::string http_date_text(Seconds time) {
  const TimeParts p = parts(time, 0);
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                kDays.at(static_cast<size_t>(p.weekday)), p.day, kMonths.at(static_cast<size_t>(p.month - 1)), p.year,
                p.hour, p.minute, p.second);
  return text.data();
}

std::string month_text(Seconds time) {
  const TimeParts p = parts(time, 0);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d", p.year, p.month);
  return text.data();
}

std::optional<Seconds> parse_time(const std::string& text) {
  std::tm time{};
  const char* rest = ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &time);
  if (rest == nullptr) return std::nullopt;
  if (*rest == '.') rest += 1 + std::strspn(rest + 1, "0123456789");
  std::tm zone{};
  rest = ::strptime(rest, "%z", &zone);
  if (rest == nullptr || *rest != '\0') return std::nullopt;
  const int day = time.tm_mday;
  const std::time_t unix_s = ::timegm(&time);
  // A 31st of June would be the first of July.
  if (time.tm_mday != day) return std::nullopt;
  return Seconds(seconds(unix_s - zone.tm_gmtoff));
}

Seconds local_time(sys_days day, int minutes_after_midnight) {
  const Seconds wall_clock = Seconds(day) + minutes(minutes_after_midnight);
  return wall_clock - hours(utc_offset_hours(wall_clock + hours(5)));
}

}  // namespace spectrakit::sandbox
