// A cursor is read back only by the request that it was made of, and no text makes another page of it.
#include "client/cursor.h"
#include "property.h"
#include "requests.h"

namespace spectrakit::fuzz {
namespace {

void check_any_text(const Request& request, std::string_view text) {
  const Result<int64_t> page = read_cursor(request, text);
  if (!page.ok()) {
    require(page.error->status == Status::invalid_argument, "a cursor that is none is an invalid argument", text);
    return;
  }
  require(page.value >= 1, "pages are counted from 1", text);
  const std::string made = make_cursor(request, page.value);
  const size_t digits = made.rfind(':') + 1;
  require(text.starts_with(made.substr(0, digits)), "a cursor that is taken names its request", text);
  require(text.find_first_not_of("0123456789", digits) == std::string_view::npos, "a page is digits alone", text);
}

void check_round_trip(const Request& request, int64_t page, const Request& other) {
  const std::string cursor = make_cursor(request, page);
  require(is_printable_ascii(cursor), "a cursor can stand in any text", cursor);
  const Result<int64_t> read = read_cursor(request, cursor);
  require(read.ok() && read.value == page, "a cursor comes back as its page", cursor);
  const bool same =
      request.name() == other.name() && request.target_without_page_number() == other.target_without_page_number();
  require(read_cursor(other, cursor).ok() == same, "a cursor belongs to one request", cursor);
}

}  // namespace
}  // namespace spectrakit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count) {
  using namespace spectrakit;
  FuzzedDataProvider input(bytes, count);
  const Request request = fuzz::take_request(input, fuzz::take_operation(input));
  const Request other = fuzz::take_request(input, fuzz::take_operation(input));
  fuzz::check_round_trip(request, input.ConsumeIntegralInRange<int64_t>(1, INT64_MAX), other);
  const std::string page_text = fuzz::take_text(input);
  const std::string made = make_cursor(request, 1);
  fuzz::check_any_text(request, made.substr(0, made.size() - 1) + page_text);
  fuzz::check_any_text(request, input.ConsumeRemainingBytesAsString());
  return 0;
}
