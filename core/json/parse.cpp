#include "json/parse.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace spectrakit::json {

constexpr uint32_t kExtentMask = (uint32_t{1} << 30) - 1;

static_assert(PaddedBuffer::kPaddingBytes >= simdjson::SIMDJSON_PADDING);

Parser::Parser(Document& document, const uint32_t* structurals, uint32_t structural_count, const ParseLimits& limits)
    : document_(document),
      walk_{document.text_.data(), structurals, nullptr},
      structurals_end_(structurals + structural_count),
      max_depth_(limits.depth) {
  document_.token_block_ = take_block(structural_count * sizeof(Document::Token));
  document_.tokens_ = reinterpret_cast<Document::Token*>(document_.token_block_.bytes);
  walk_.token = document_.tokens_;
}

ErrorPtr Parser::run() {
  const char* failure = value();
  while (failure == nullptr && !open_.empty()) failure = open_.back().is_object ? members() : elements();
  if (failure == nullptr && walk_.structural != structurals_end_) failure = "text after the end of the value";
  if (failure != nullptr) {
    return make_error(Status::malformed_response,
                      "not JSON: " + std::string(failure) + " at byte " + std::to_string(*walk_.structural));
  }
  document_.token_count_ = static_cast<uint32_t>(walk_.token - document_.tokens_);
  return nullptr;
}

const char* Parser::value() {
  const char first = walk_.here();
  return first == '{' || first == '[' ? open(first == '{') : walk_.scalar(first);
}

/// Goes on in an object, behind a member or its opening brace, until it is closed or a member's value opens another
/// container.
const char* Parser::members() {
  Walk walk = walk_;
  const char* failure = nullptr;
  bool first = walk.token == open_.back().token + 1;
  while (failure == nullptr) {
    if (walk.here() == '}') {
      walk_ = walk;
      close();
      return nullptr;
    }
    if (!first) {
      if (walk.here() != ',') {
        failure = "a comma or closing brace is missing";
        break;
      }
      ++walk.structural;
    }
    first = false;
    failure = walk.name();
    if (failure != nullptr) break;
    const char value_first = walk.here();
    if (value_first == '{' || value_first == '[') {
      walk_ = walk;
      return open(value_first == '{');
    }
    failure = walk.scalar(value_first);
  }
  walk_ = walk;
  return failure;
}

/// The same in an array.
const char* Parser::elements() {
  const bool first = walk_.token == open_.back().token + 1;
  if (walk_.here() == ']') {
    close();
    return nullptr;
  }
  if (!first) {
    if (walk_.here() != ',') return "a comma or closing bracket is missing";
    ++walk_.structural;
  }
  return value();
}

const char* Parser::open(bool is_object) {
  if (open_.size() >= max_depth_) return "nested too deep";
  open_.push_back({walk_.token, is_object});
  walk_.emit(0, Document::TokenKind::open);
  return nullptr;
}

void Parser::close() {
  Document::Token* const opening = open_.back().token;
  open_.pop_back();
  walk_.emit(*walk_.structural + 1, Document::TokenKind::close);
  opening->extent = static_cast<uint32_t>(walk_.token - document_.tokens_) & kExtentMask;
}

[[gnu::always_inline]] inline const char* Parser::Walk::name() {
  if (here() != '"') return "a member's name is missing";
  string(Document::TokenKind::name);
  if (here() != ':') return "a colon is missing";
  ++structural;
  return nullptr;
}

/// Numbers are only checked when they are read, so that one that can not be decoded hides nothing else.
[[gnu::always_inline]] inline const char* Parser::Walk::scalar(char first) {
  if (first == '"') {
    string(Document::TokenKind::scalar);
    return nullptr;
  }
  const uint32_t end = token_end();
  if (first == 't' || first == 'f' || first == 'n') {
    const std::string_view word(text + *structural, end - *structural);
    if (word != "null" && word != "true" && word != "false") return "an unknown word";
  } else if (first != '-' && (first < '0' || first > '9')) {
    return "a value is missing";
  }
  emit(end, Document::TokenKind::scalar);
  return nullptr;
}

/// The closing quote stands before the end, as the first stage refuses a text in which a string does not end.
[[gnu::always_inline]] inline void Parser::Walk::string(Document::TokenKind kind) {
  const uint32_t end = token_end();
  text[end - 1] = '\0';
  emit(end, kind);
}

/// Where the token that starts here ends: before the white space in front of the next structural character.
[[gnu::always_inline]] inline uint32_t Parser::Walk::token_end() const {
  uint32_t end = structural[1];
  if (text[end - 1] > ' ') return end;
  while (text[end - 1] == ' ' || text[end - 1] == '\n' || text[end - 1] == '\r' || text[end - 1] == '\t') --end;
  return end;
}

[[gnu::always_inline]] inline void Parser::Walk::emit(uint32_t extent, Document::TokenKind kind) {
  *token++ = Document::Token{*structural++, extent & kExtentMask, kind};
}

namespace {

using StageOne = std::unique_ptr<simdjson::internal::dom_parser_implementation>;

/// simdjson's first stage. Its index buffer is four times the text; the thread that parses keeps it for its next text,
/// unless that would keep the memory of one huge text for ever.
class StageOneLease {
 public:
  explicit StageOneLease(size_t text_bytes) {
    if (kept() != nullptr && kept()->capacity() >= text_bytes) return;
    const size_t capacity_bytes = std::max(text_bytes, size_t{64} << 10);
    kept().reset();
    if (simdjson::get_active_implementation()->create_dom_parser_implementation(capacity_bytes, 1, kept())) {
      throw std::bad_alloc();
    }
  }
  ~StageOneLease() {
    constexpr size_t kLargestKeptBytes = size_t{4} << 20;
    if (kept() != nullptr && kept()->capacity() > kLargestKeptBytes) kept().reset();
  }
  StageOneLease(const StageOneLease&) = delete;
  StageOneLease& operator=(const StageOneLease&) = delete;

  simdjson::internal::dom_parser_implementation* operator->() const { return kept().get(); }

 private:
  static StageOne& kept() {
    thread_local StageOne stage_one;
    return stage_one;
  }
};

}  // namespace

Result<Document> Document::parse(PaddedBuffer text, const ParseLimits& limits) {
  if (text.size() > std::min(limits.bytes, ParseLimits{}.bytes)) {
    return make_error(Status::response_too_large, "JSON of " + std::to_string(text.size()) + " bytes is too large");
  }
  Document document;
  document.text_ = std::move(text);
  const char* const data = document.text_.data();
  const size_t size = document.text_.size();
  if (size == 0) return make_error(Status::malformed_response, "not JSON: nothing there");
  const StageOneLease stage_one(size);
  const auto failure = stage_one->stage1(reinterpret_cast<const uint8_t*>(data), size, simdjson::stage1_mode::regular);
  if (failure != simdjson::SUCCESS) {
    return make_error(Status::malformed_response, std::string("not JSON: ") + simdjson::error_message(failure));
  }
  document.has_escapes_ = std::memchr(data, '\\', size) != nullptr;
  document.on_demand_ = std::make_unique<OnDemand>();
  Parser parser(document, stage_one->structural_indexes.get(), stage_one->n_structural_indexes, limits);
  if (ErrorPtr error = parser.run()) return error;
  return document;
}

}  // namespace spectrakit::json
