#include "json_events.h"

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

namespace spectrakit::tests {
namespace {

constexpr const char* kUndecodable = "undecodable";

std::string number_event(double number) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "number %a", number);
  return text.data();
}

std::string integer_event(int64_t number) {
  return "integer " + std::to_string(number);
}

/// nlohmann's parser reports to this.
class Recorder : public nlohmann::json_sax<nlohmann::json> {
 public:
  JsonEvents events;

  bool null() override { return add("null"); }
  bool boolean(bool value) override { return add(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return add(integer_event(value)); }
  bool number_unsigned(number_unsigned_t value) override {
    return add(value <= INT64_MAX ? integer_event(static_cast<int64_t>(value))
                                  : number_event(static_cast<double>(value)));
  }
  bool number_float(number_float_t value, const string_t&) override { return add(number_event(value)); }
  bool string(string_t& value) override { return add("string " + value); }
  bool binary(binary_t&) override { return false; }
  bool start_object(size_t) override { return add("{"); }
  bool key(string_t& value) override { return add("name " + value); }
  bool end_object() override { return add("}"); }
  bool start_array(size_t) override { return add("["); }
  bool end_array() override { return add("]"); }
  bool parse_error(size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

 private:
  bool add(std::string event) {
    events.push_back(std::move(event));
    return true;
  }
};

std::string string_event(const char* prefix, const Result<std::string_view>& text) {
  return text.ok() ? prefix + std::string(text.value) : kUndecodable;
}

std::string number_event(const json::Document& document, json::Position value) {
  if (const Result<int64_t> integer = document.int64(value); integer.ok()) return integer_event(integer.value);
  const Result<double> number = document.number(value);
  return number.ok() ? number_event(number.value) : kUndecodable;
}

void append_events(const json::Document& document, json::Position value, JsonEvents& events) {
  switch (document.kind(value)) {
    case json::Kind::absent:
      events.push_back("absent");
      return;
    case json::Kind::null:
      events.push_back("null");
      return;
    case json::Kind::boolean:
      events.push_back(document.boolean(value).value ? "true" : "false");
      return;
    case json::Kind::number:
      events.push_back(number_event(document, value));
      return;
    case json::Kind::string:
      events.push_back(string_event("string ", document.string(value)));
      return;
    case json::Kind::array:
    case json::Kind::object:
      break;
  }
  const bool is_object = document.kind(value) == json::Kind::object;
  events.push_back(is_object ? "{" : "[");
  for (json::Position at = document.first(value); at != json::kAbsent; at = document.next(at)) {
    if (is_object) events.push_back(string_event("name ", document.name(at)));
    append_events(document, at, events);
  }
  events.push_back(is_object ? "}" : "]");
}

/// Copies the text from `copied` on, up to and with `value`, whose name (if any) starts behind `copied`.
void append_repaired(const json::Document& document, json::Position value, size_t& copied, std::string& out) {
  const std::string_view text = document.text();
  const std::string_view raw = document.raw(value);
  const auto begin = static_cast<size_t>(raw.data() - text.data());
  std::string before(text.substr(copied, begin - copied));
  const Result<std::string_view> name = document.name(value);
  if (!name.ok() && name.error->status == Status::value_undecodable) {
    const size_t opening = before.find('"');
    before.replace(opening, before.rfind('"') + 1 - opening, "\"repaired\"");
  }
  out += before;
  copied = begin;
  const json::Kind kind = document.kind(value);
  if (kind == json::Kind::array || kind == json::Kind::object) {
    out += text[copied++];
    for (json::Position at = document.first(value); at != json::kAbsent; at = document.next(at)) {
      append_repaired(document, at, copied, out);
    }
    out += text.substr(copied, begin + raw.size() - copied);
  } else if (events_of(document, value).front() == kUndecodable) {
    out += kind == json::Kind::number ? "0" : "\"\"";
  } else {
    out += raw;
  }
  copied = begin + raw.size();
}

}  // namespace

Result<json::Document> try_parse(std::string_view text) {
  return json::Document::parse(PaddedBuffer(text), {});
}

json::Document parsed(std::string_view text) {
  Result<json::Document> document = try_parse(text);
  if (!document.ok()) throw std::runtime_error(document.error->message);
  return std::move(document.value);
}

JsonEvents events_of_judge(std::string_view text) {
  // The judge takes a NUL for the end of the text; in JSON it may stand nowhere.
  if (text.find('\0') != std::string_view::npos) return {"refused"};
  Recorder recorder;
  if (!nlohmann::json::sax_parse(text, &recorder)) return {"refused"};
  return recorder.events;
}

JsonEvents events_of(const json::Document& document) {
  return events_of(document, document.root());
}

JsonEvents events_of(const json::Document& document, json::Position value) {
  JsonEvents events;
  append_events(document, value, events);
  return events;
}

std::string repaired_text(const json::Document& document) {
  std::string out;
  size_t copied = 0;
  append_repaired(document, document.root(), copied, out);
  return out + std::string(document.text().substr(copied));
}

}  // namespace spectrakit::tests
