#include "json/document.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "json/unescape.h"

namespace spectrakit::json {
namespace {

constexpr uint64_t kMadeText = uint64_t{1} << 32;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

size_t skip_digits(std::string_view text, size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

/// The grammar of RFC 8259, section 6, which std::from_chars is laxer than.
bool is_number(std::string_view text) {
  size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  const size_t whole = at;
  at = skip_digits(text, at);
  if (at == whole || (text[whole] == '0' && at > whole + 1)) return false;
  if (at < text.size() && text[at] == '.') {
    const size_t fraction = at + 1;
    at = skip_digits(text, fraction);
    if (at == fraction) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const size_t exponent = at;
    at = skip_digits(text, exponent);
    if (at == exponent) return false;
  }
  return at == text.size();
}

/// Whether a number that no double holds is too small for one, not too large. `text` is a JSON number.
bool is_tiny(std::string_view text) {
  const size_t first = text.find_first_not_of("-0.");
  const size_t point = std::min(text.find_first_of(".eE"), text.size());
  const size_t e = text.find_first_of("eE");
  int64_t exponent = 0;
  if (e != std::string_view::npos) {
    const bool negative = text[e + 1] == '-';
    const size_t digits = e + (negative || text[e + 1] == '+' ? 2 : 1);
    exponent = INT32_MAX;
    std::from_chars(text.data() + digits, text.data() + text.size(), exponent);
    if (negative) exponent = -exponent;
  }
  return static_cast<int64_t>(point) - static_cast<int64_t>(first) < -exponent;
}

void append_escaped_pointer_part(std::string& pointer, std::string_view part) {
  pointer += '/';
  for (const char c : part) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
}

}  // namespace

Document& Document::operator=(Document&& other) noexcept {
  std::swap(text_, other.text_);
  std::swap(token_block_, other.token_block_);
  std::swap(tokens_, other.tokens_);
  std::swap(token_count_, other.token_count_);
  std::swap(has_escapes_, other.has_escapes_);
  std::swap(on_demand_, other.on_demand_);
  return *this;
}

std::string_view Document::text() const {
  if (on_demand_ == nullptr) return {};
  std::call_once(on_demand_->text_made, [this] {
    std::string text(text_.view());
    for (Position at = 0; at < token_count_; ++at) {
      if (first_char(at) == '"') text[tokens_[at].extent - 1] = '"';
    }
    on_demand_->text = std::move(text);
  });
  return on_demand_->text;
}

Kind Document::kind(Position value) const {
  if (value >= token_count_) return Kind::absent;
  switch (first_char(value)) {
    case '{':
      return Kind::object;
    case '[':
      return Kind::array;
    case '"':
      return Kind::string;
    case 't':
    case 'f':
      return Kind::boolean;
    case 'n':
      return Kind::null;
    default:
      return Kind::number;
  }
}

Position Document::member(Position object, std::string_view name) const {
  if (kind(object) != Kind::object) return kAbsent;
  const bool name_has_backslash = name.find('\\') != std::string_view::npos;
  for (Position at = object + 1; !is_close(at); at = after(at + 1)) {
    const std::string_view content = string_content(at);
    if (content == name) {
      // Text that looks the same in an answer with escapes is something else, decoded.
      if (!name_has_backslash) return at + 1;
    } else if (has_escapes_ && escaped_name_is(at, content, name)) {
      return at + 1;
    }
  }
  return kAbsent;
}

/// Decoding never makes a name longer and never touches its start but for an escape there, which spares most a look.
bool Document::escaped_name_is(Position name_token, std::string_view content, std::string_view name) const {
  if (content.size() <= name.size() || name.empty()) return false;
  if (content.front() != name.front() && content.front() != '\\') return false;
  if (content.find('\\') == std::string_view::npos) return false;
  const Result<std::string_view> decoded = decode(name_token);
  return decoded.ok() && decoded.value == name;
}

Position Document::first(Position container) const {
  if (container >= token_count_ || !is_container(container)) return kAbsent;
  const Position at = container + 1;
  if (is_close(at)) return kAbsent;
  return is_name(at) ? at + 1 : at;
}

Position Document::next(Position value) const {
  if (value >= token_count_) return kAbsent;
  const Position at = after(value);
  if (at >= token_count_ || is_close(at)) return kAbsent;
  return is_name(at) ? at + 1 : at;
}

size_t Document::size(Position container) const {
  size_t count = 0;
  for (Position at = first(container); at != kAbsent; at = next(at)) ++count;
  return count;
}

std::string_view Document::raw(Position value) const {
  if (value >= token_count_) return {};
  const uint32_t begin = tokens_[value].begin;
  const uint32_t end =
      is_container(value) ? tokens_[tokens_[value].extent - 1].begin + 1 : uint32_t{tokens_[value].extent};
  return text().substr(begin, end - begin);
}

std::string Document::pointer(Position value) const {
  std::string pointer;
  Position container = root();
  while (container < token_count_ && value > container) {
    size_t index = 0;
    Position child = first(container);
    while (child != kAbsent && after(child) <= value) {
      child = next(child);
      ++index;
    }
    if (child == kAbsent || child > value) break;
    const Result<std::string_view> child_name = name(child);
    append_escaped_pointer_part(pointer, child_name.ok() ? child_name.value : std::string_view(std::to_string(index)));
    container = child;
  }
  return pointer;
}

Result<std::string_view> Document::decode(Position string_token) const {
  const std::string_view content = string_content(string_token);
  if (!has_escapes_ || content.find('\\') == std::string_view::npos) return content;
  if (const std::string_view kept = on_demand_->strings.find(string_token); kept.data() != nullptr) return kept;
  std::string decoded;
  if (!unescape(content, decoded)) return undecodable(string_token, "a broken escape or a lone surrogate");
  return on_demand_->strings.add(string_token, decoded);
}

Result<std::string_view> Document::name(Position value) const {
  if (value == 0 || value >= token_count_ || !is_name(value - 1)) {
    return make_error(Status::value_absent, "the value stands under no name");
  }
  return decode(value - 1);
}

Result<std::string_view> Document::string(Position value) const {
  if (kind(value) != Kind::string) return wrong_kind(value, "a string");
  return decode(value);
}

Result<std::string_view> Document::text_of(Position value) const {
  switch (kind(value)) {
    case Kind::string:
      return decode(value);
    case Kind::number:
      if (!is_number(token_text(value))) return undecodable(value, "no JSON number");
      return on_demand_->strings.add(value, token_text(value));
    case Kind::boolean:
      return on_demand_->strings.add(value, token_text(value));
    default:
      return wrong_kind(value, "a string, number or boolean");
  }
}

Result<int64_t> Document::int64(Position value) const {
  if (kind(value) != Kind::number) return wrong_kind(value, "a number");
  const std::string_view text = token_text(value);
  if (!is_number(text)) return undecodable(value, "no JSON number");
  int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{}) return undecodable(value, "the number does not fit in 64 bits");
  if (end != text.data() + text.size()) return wrong_kind(value, "a whole number");
  return number;
}

Result<double> Document::number(Position value) const {
  if (kind(value) != Kind::number) return wrong_kind(value, "a number");
  const std::string_view text = token_text(value);
  if (!is_number(text)) return undecodable(value, "no JSON number");
  double number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure == std::errc{}) return number;
  // Too small is as good as nothing; too large is not.
  if (is_tiny(text)) return text.front() == '-' ? -0.0 : 0.0;
  return undecodable(value, "the number does not fit in a double");
}

Result<bool> Document::boolean(Position value) const {
  if (kind(value) != Kind::boolean) return wrong_kind(value, "a boolean");
  return first_char(value) == 't';
}

ErrorPtr Document::find_undecodable() const {
  for (Position at = 0; at < token_count_; ++at) {
    if (kind(at) == Kind::string) {
      if (Result<std::string_view> decoded = decode(at); !decoded.ok()) return std::move(decoded.error);
    } else if (!is_container(at) && !is_close(at) && kind(at) == Kind::number && !is_number(token_text(at))) {
      return undecodable(at, "no JSON number");
    }
  }
  return nullptr;
}

std::string_view Document::keep(Position value, std::string_view text) const {
  return on_demand_->strings.add(value | kMadeText, text);
}

ErrorPtr Document::wrong_kind(Position value, std::string_view wanted) const {
  const Kind found = kind(value);
  if (found == Kind::absent) return make_error(Status::value_absent, "no such value");
  if (found == Kind::null) return make_error(Status::value_absent, pointer(value) + " is null");
  return make_error(Status::value_wrong_kind, pointer(value) + " is not " + std::string(wanted));
}

ErrorPtr Document::undecodable(Position value, std::string_view why) const {
  return make_error(Status::value_undecodable, pointer(value) + " can not be decoded: " + std::string(why));
}

}  // namespace spectrakit::json
