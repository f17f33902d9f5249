#include "datetime_text.h"

#include <cstddef>

namespace spectrakit::python {
namespace {

/// Takes a text apart from its front; after the first thing that is not there, nothing is.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  int digits(size_t count) {
    int number = 0;
    for (size_t at = 0; at < count; ++at) {
      if (!next_is_digit()) return fail();
      number = number * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return number;
  }

  void expect(std::string_view any_of) {
    if (!skip(any_of)) fail();
  }

  /// The character that was there, or 0.
  char skip(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) return 0;
    const char found = rest_.front();
    rest_.remove_prefix(1);
    return found;
  }

  int microseconds() {
    if (!skip(".,")) return 0;
    if (!next_is_digit()) return fail();
    int number = 0;
    for (int scale = 100'000; next_is_digit(); scale /= 10) {
      number += (rest_.front() - '0') * scale;
      rest_.remove_prefix(1);
    }
    return number;
  }

  int offset_minutes() {
    const char sign = skip("Zz+-");
    if (sign == 0) return fail();
    if (sign == 'Z' || sign == 'z') return 0;
    const int hours = digits(2);
    skip(":");
    const int minutes = digits(2);
    if (hours > 23 || minutes > 59) return fail();
    return (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
  }

  bool read_all() const { return good_ && rest_.empty(); }

 private:
  bool next_is_digit() const { return good_ && !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }
  int fail() {
    good_ = false;
    return 0;
  }

  std::string_view rest_;
  bool good_ = true;
};

}  // namespace

std::optional<DateTimeParts> parse_datetime(std::string_view text) {
  Reader reader(text);
  DateTimeParts parts{};
  parts.year = reader.digits(4);
  reader.expect("-");
  parts.month = reader.digits(2);
  reader.expect("-");
  parts.day = reader.digits(2);
  reader.expect("Tt ");
  parts.hour = reader.digits(2);
  reader.expect(":");
  parts.minute = reader.digits(2);
  reader.expect(":");
  parts.second = reader.digits(2);
  parts.microsecond = reader.microseconds();
  parts.offset_minutes = reader.offset_minutes();
  if (!reader.read_all()) return std::nullopt;
  return parts;
}

}  // namespace spectrakit::python
