// A document is taken when nlohmann's parser takes it, and says the same; every accessor copes with every value; and
// what is made of an answer (records, resources, errors) follows from the document.
#include <algorithm>
#include <cmath>

#include "client/error_decoding.h"
#include "client/response.h"
#include "json_events.h"
#include "property.h"
#include "spectora/resource.h"

namespace spectrakit::fuzz {
namespace {

using json::Document;
using json::kAbsent;
using json::Kind;
using json::Position;

constexpr json::ParseLimits kAnyDepth{.depth = UINT32_MAX};
/// Longer texts are only read: to compare every value of them would take the fuzzer's time from finding new ones.
constexpr size_t kLongestComparedBytes = 512;

void check_against_judge(std::string_view text, const Result<Document>& document) {
  // The judge skips a byte order mark, which RFC 8259 leaves to the parser.
  if (text.starts_with("\xEF\xBB\xBF")) return;
  const tests::JsonEvents judged = tests::events_of_judge(text);
  const bool judge_refuses = judged == tests::JsonEvents{"refused"};
  if (!document.ok()) {
    require(judge_refuses, "JSON is taken", text);
    return;
  }
  const tests::JsonEvents ours = tests::events_of(document.value);
  if (!judge_refuses) {
    require(document.value.find_undecodable() == nullptr, "what is JSON can be decoded", text);
    require(ours == judged, "a document is read as the judge reads it", text);
    return;
  }
  require(std::ranges::count(ours, "undecodable") > 0, "what is no JSON is refused, or undecodable in part", text);
  require(tests::events_of_judge(tests::repaired_text(document.value)) != judged, "the structure is JSON in any case",
          text);
}

void check_text(const Result<std::string_view>& text) {
  require(!text.ok() || text.value.data()[text.value.size()] == '\0', "a NUL stands behind a decoded text");
}

void check_numbers(const Document& document, Position value) {
  const Result<int64_t> integer = document.int64(value);
  const Result<double> number = document.number(value);
  require(number.ok() || number.error->status != Status::ok, "a failure has a status");
  require(!number.ok() || std::isfinite(number.value), "a number is finite", document.raw(value));
  if (!integer.ok()) return;
  require(number.ok() && number.value == static_cast<double>(integer.value), "a whole number is a number too",
          document.raw(value));
}

void check_value(const Document& document, Position value, Position container) {
  const Kind kind = document.kind(value);
  require(kind != Kind::absent, "a value that is walked to is there");
  check_text(document.string(value));
  check_text(document.text_of(value));
  require(document.string(value).ok() <= (kind == Kind::string), "a string is one");
  require(document.boolean(value).ok() == (kind == Kind::boolean), "a boolean is one");
  check_numbers(document, value);
  require(!document.raw(value).empty(), "every value has a text");
  const Result<std::string_view> name = document.name(value);
  check_text(name);
  if (name.ok()) {
    const Position found = document.member(container, name.value);
    require(found != kAbsent && found <= value, "the first member of a name is found by it", name.value);
    const Result<std::string_view> found_name = document.name(found);
    require(found_name.ok() && found_name.value == name.value, "a member is found by no other name", name.value);
  }
}

/// Walks everything.
void check_values_in(const Document& document, Position container) {
  size_t children = 0;
  for (Position at = document.first(container); at != kAbsent; at = document.next(at)) {
    check_value(document, at, container);
    check_values_in(document, at);
    ++children;
  }
  require(document.size(container) == children, "a container's size is the number of its values");
}

void check_raw_texts(const Document& document, Position container) {
  for (Position at = document.first(container); at != kAbsent; at = document.next(at)) {
    const Result<Document> alone = Document::parse(PaddedBuffer(document.raw(at)), kAnyDepth);
    require(alone.ok(), "a value's text is a document", document.raw(at));
    require(tests::events_of(alone.value) == tests::events_of(document, at), "a value's text says what the value says",
            document.raw(at));
    require(!document.pointer(at).empty(), "a value within another has a pointer");
    check_raw_texts(document, at);
  }
}

void check_absent(const Document& document) {
  require(document.kind(kAbsent) == Kind::absent && document.raw(kAbsent).empty(), "what is absent has no text");
  require(document.first(kAbsent) == kAbsent && document.next(kAbsent) == kAbsent && document.size(kAbsent) == 0 &&
              document.member(kAbsent, "id") == kAbsent,
          "nothing stands in what is absent");
  require(!document.text_of(kAbsent).ok() && !document.int64(kAbsent).ok() && !document.number(kAbsent).ok() &&
              !document.boolean(kAbsent).ok() && !document.name(kAbsent).ok() && !document.string(kAbsent).ok(),
          "what is absent has no value");
}

std::string text_at(const Document& document, Position object, std::string_view name) {
  const Result<std::string_view> text = document.text_of(document.member(object, name));
  return text.ok() ? std::string(text.value) : std::string();
}

void check_resource(const Document& document, Position resource) {
  for (const std::string_view name : {"agents", "inspection", "x"}) {
    const size_t count = spectora::related_count(document, resource, name);
    require(spectora::related_identifier(document, resource, name, count) == kAbsent, "a relationship has an end");
    spectora::IncludedIndex index;
    for (size_t at = 0; at < count; ++at) {
      const Position identifier = spectora::related_identifier(document, resource, name, at);
      require(identifier != kAbsent, "what is counted is there");
      const Position found = index.find(document, identifier);
      if (found == kAbsent) continue;
      for (const std::string_view part : {"type", "id"}) {
        require(text_at(document, found, part) == text_at(document, identifier, part),
                "what is included is found by "
                "its type and id");
      }
    }
  }
  const Result<std::string_view> url = spectora::inspection_portal_url(document, resource);
  if (!url.ok()) return;
  constexpr std::string_view kPortal = "https://portal.spectora.com/inspection/";
  require(url.value.starts_with(kPortal) && url.value.size() > kPortal.size(), "a portal's address names an inspection",
          url.value);
  require(is_printable_ascii(url.value) && url.value.find_first_of("/?#&", kPortal.size()) == std::string_view::npos,
          "a slug is one segment", url.value);
}

void check_response(std::string_view text) {
  http::TransferResult result;
  result.http_status = 200;
  result.body = PaddedBuffer(text);
  const Result<std::unique_ptr<Response>> response = make_response(result, "data", {});
  if (!response.ok()) {
    require(response.error->status == Status::malformed_response, "an answer that is no JSON is malformed", text);
    return;
  }
  const Document& document = response.value->document;
  const Position data = document.member(document.root(), "data");
  const size_t expected = document.kind(data) == Kind::object  ? 1
                          : document.kind(data) == Kind::array ? document.size(data)
                                                               : 0;
  require(response.value->records.size() == expected, "each record is one record", text);
  for (const Position record : response.value->records) check_resource(document, record);
}

void check_error(std::string_view text) {
  for (const int32_t http_status : {302, 401, 404, 422, 429, 500}) {
    CallFacts facts;
    facts.operation = "inspections.get";
    facts.http_status = http_status;
    facts.attempts.resize(1);
    const ErrorPtr error = error_from_answer(std::move(facts), PaddedBuffer(text), false, -1);
    require(error != nullptr && error->status != Status::ok, "an error is one", text);
    require(error->http_status == http_status, "an error keeps its HTTP status", text);
    require(error->message.starts_with("inspections.get failed"), "an error names its call", error->message);
    require(std::string_view(text).starts_with(error->body), "an error keeps what the service said", error->body);
    // The service's words may hold clients' data.
    require(std::ranges::none_of(error->message, [](unsigned char c) { return c < ' ' || c >= 0x7F; }),
            "a message is ours alone", error->message);
  }
}

}  // namespace
}  // namespace spectrakit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count) {
  using namespace spectrakit;
  const std::string_view text(reinterpret_cast<const char*>(bytes), count);
  const Result<json::Document> document = json::Document::parse(PaddedBuffer(text), fuzz::kAnyDepth);
  fuzz::check_response(text);
  fuzz::check_error(text);
  if (document.ok()) {
    fuzz::check_value(document.value, document.value.root(), json::kAbsent);
    fuzz::check_values_in(document.value, document.value.root());
    fuzz::check_absent(document.value);
    // Reading puts nothing into the text that was not there.
    fuzz::require(document.value.text() == text, "a document's text is what was received", text);
  } else {
    fuzz::require(document.error->status == Status::malformed_response, "what is no JSON is malformed", text);
  }
  fuzz::check_against_judge(text, document);
  if (document.ok() && count <= fuzz::kLongestComparedBytes) {
    fuzz::check_raw_texts(document.value, document.value.root());
  }
  return 0;
}
