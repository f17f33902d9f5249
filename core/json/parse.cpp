#include "json/parse.h"

#include <simdjson.h>

#include <cstring>
#include <string>

namespace spectrakit::json {

static_assert(PaddedBuffer::kPaddingBytes >= simdjson::SIMDJSON_PADDING);

Parser::Parser(Document& document, const uint32_t* structurals, uint32_t structural_count, const ParseLimits& limits)
    : document_(document),
      text_(document.text_.data()),
      structural_(structurals),
      structurals_end_(structurals + structural_count),
      max_depth_(limits.depth) {
  document_.tokens_ = std::make_unique_for_overwrite<Document::Token[]>(structural_count);
  token_ = document_.tokens_.get();
}

ErrorPtr Parser::run() {
  bool good = value();
  while (good && !open_.empty()) good = open_.back().is_object ? members() : elements();
  if (good && structural_ != structurals_end_) good = fail("text after the end of the value");
  if (!good) {
    return make_error(Status::malformed_response,
                      "not JSON: " + std::string(failure_) + " at byte " + std::to_string(*structural_));
  }
  document_.token_count_ = static_cast<uint32_t>(token_ - document_.tokens_.get());
  return nullptr;
}

inline bool Parser::value() {
  const char first = here();
  if (first == '{' || first == '[') return open(first == '{');
  return scalar(first);
}

/// Goes on in an object, behind a member or its opening brace, until it is closed or a member's value opens another
/// container.
bool Parser::members() {
  bool first = token_ == open_.back().token + 1;
  while (true) {
    if (here() == '}') {
      close();
      return true;
    }
    if (!first) {
      if (here() != ',') return fail("a comma or closing brace is missing");
      ++structural_;
    }
    first = false;
    if (!name()) return false;
    const char value_first = here();
    if (value_first == '{' || value_first == '[') return open(value_first == '{');
    if (!scalar(value_first)) return false;
  }
}

/// The same in an array.
bool Parser::elements() {
  bool first = token_ == open_.back().token + 1;
  while (true) {
    if (here() == ']') {
      close();
      return true;
    }
    if (!first) {
      if (here() != ',') return fail("a comma or closing bracket is missing");
      ++structural_;
    }
    first = false;
    const char value_first = here();
    if (value_first == '{' || value_first == '[') return open(value_first == '{');
    if (!scalar(value_first)) return false;
  }
}

bool Parser::open(bool is_object) {
  if (open_.size() >= max_depth_) return fail("nested too deep");
  open_.push_back({token_, is_object});
  emit(0, false);
  return true;
}

void Parser::close() {
  Document::Token* const opening = open_.back().token;
  open_.pop_back();
  emit(*structural_ + 1, false);
  opening->extent = static_cast<uint32_t>(token_ - document_.tokens_.get()) & 0x7FFFFFFFu;
}

inline bool Parser::name() {
  if (here() != '"') return fail("a member's name is missing");
  const uint32_t end = token_end();
  emit(end, true);
  if (here() != ':') return fail("a colon is missing");
  ++structural_;
  return true;
}

/// Numbers are only checked when they are read, so that one that can not be decoded hides nothing else.
inline bool Parser::scalar(char first) {
  if (first == 't' || first == 'f' || first == 'n') {
    const std::string_view word(text_ + *structural_, token_end() - *structural_);
    if (word != "null" && word != "true" && word != "false") return fail("an unknown word");
  } else if (first != '"' && first != '-' && (first < '0' || first > '9')) {
    return fail("a value is missing");
  }
  emit(token_end(), false);
  return true;
}

inline bool Parser::fail(const char* what) {
  failure_ = what;
  return false;
}

/// Where the token that starts here ends: before the white space in front of the next structural character. A string's
/// closing quote is there, as the first stage refuses a text in which a string does not end.
inline uint32_t Parser::token_end() const {
  uint32_t end = structural_[1];
  while (text_[end - 1] == ' ' || text_[end - 1] == '\n' || text_[end - 1] == '\r' || text_[end - 1] == '\t') --end;
  return end;
}

inline void Parser::emit(uint32_t extent, bool is_name) {
  *token_++ = {*structural_++, extent & 0x7FFFFFFFu, is_name};
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
  if (text.size() >= limits.bytes || text.size() >= (size_t{1} << 31)) {
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
  document.strings_ = std::make_unique<StringPool>();
  Parser parser(document, stage_one->structural_indexes.get(), stage_one->n_structural_indexes, limits);
  if (ErrorPtr error = parser.run()) return error;
  return document;
}

}  // namespace spectrakit::json
