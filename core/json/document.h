#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "base/block_cache.h"
#include "base/error.h"
#include "base/padded_buffer.h"
#include "json/string_pool.h"

namespace spectrakit::json {

enum class Kind : uint8_t { absent, null, boolean, number, string, array, object };

/// Where a value stands in its document: an index into the tokens.
using Position = uint32_t;
inline constexpr Position kAbsent = UINT32_MAX;

struct ParseLimits {
  uint32_t depth = 256;
  /// Tokens count bytes with 30 bits.
  size_t bytes = (size_t{1} << 30) - 1;
};

/**
 * A parsed JSON text that owns its bytes. simdjson's first stage finds the structure and checks UTF-8; parse() checks
 * the grammar and keeps one token a name, value and closing bracket. Strings and numbers are decoded when they are
 * asked for, so one that can not be decoded hides nothing else. Reading is thread-safe.
 *
 * Strings go out with a NUL behind them, so parse() puts one in the place of every closing quote: a string without
 * escapes is then read where it stands. Who asks for the exact text gets a copy with the quotes in their places, made
 * once.
 */
class Document {
 public:
  Document() = default;
  Document(Document&& other) noexcept { *this = std::move(other); }
  Document& operator=(Document&& other) noexcept;
  ~Document() { give_back_block(token_block_); }

  static Result<Document> parse(PaddedBuffer text, const ParseLimits& limits);

  /// As it was received.
  std::string_view text() const;
  /// The outermost value; absent in a document that was never parsed.
  Position root() const { return token_count_ == 0 ? kAbsent : 0; }

  Kind kind(Position value) const;
  /// The member of an object, the first of a repeated name; absent when there is none or `object` is no object.
  Position member(Position object, std::string_view name) const;
  Position first(Position container) const;
  Position next(Position value) const;
  size_t size(Position container) const;
  /// The value's exact text.
  std::string_view raw(Position value) const;
  /// The value's place as a JSON pointer (RFC 6901).
  std::string pointer(Position value) const;

  /// Decoded texts live as long as the document and are followed by a NUL.
  Result<std::string_view> name(Position value) const;
  Result<std::string_view> string(Position value) const;
  /// A string decoded, a number or boolean as it is written.
  Result<std::string_view> text_of(Position value) const;
  Result<int64_t> int64(Position value) const;
  Result<double> number(Position value) const;
  Result<bool> boolean(Position value) const;
  /// The first value or name, in the order of the text, that can not be decoded; null when all can.
  ErrorPtr find_undecodable() const;
  /// Keeps a text made from the value at `value` for as long as the document lives.
  std::string_view keep(Position value, std::string_view text) const;

 private:
  friend class Parser;

  enum class TokenKind : uint32_t { scalar, name, open, close };

  /// `extent` is where a name or scalar ends in the text, or the token after a container's closing bracket. Walking
  /// past members takes nothing but tokens; the text is not touched.
  struct Token {
    uint32_t begin;
    uint32_t extent : 30;
    TokenKind kind : 2;
  };

  /// What is made when it is first asked for.
  struct OnDemand {
    StringPool strings;
    std::once_flag text_made;
    std::string text;
  };

  char first_char(Position at) const { return text_.data()[tokens_[at].begin]; }
  bool is_container(Position at) const { return tokens_[at].kind == TokenKind::open; }
  bool is_close(Position at) const { return tokens_[at].kind == TokenKind::close; }
  bool is_name(Position at) const { return tokens_[at].kind == TokenKind::name; }
  Position after(Position value) const { return is_container(value) ? Position{tokens_[value].extent} : value + 1; }
  std::string_view token_text(Position at) const {
    return {text_.data() + tokens_[at].begin, tokens_[at].extent - tokens_[at].begin};
  }
  /// Between the quotes, with a NUL behind it.
  std::string_view string_content(Position string_token) const {
    const uint32_t begin = tokens_[string_token].begin + 1;
    return {text_.data() + begin, tokens_[string_token].extent - begin - 1};
  }
  bool escaped_name_is(Position name_token, std::string_view content, std::string_view name) const;
  Result<std::string_view> decode(Position string_token) const;
  ErrorPtr wrong_kind(Position value, std::string_view wanted) const;
  ErrorPtr undecodable(Position value, std::string_view why) const;

  PaddedBuffer text_;
  Block token_block_;
  Token* tokens_ = nullptr;
  uint32_t token_count_ = 0;
  /// Names with escapes have to be decoded to be compared; most documents have no backslash at all.
  bool has_escapes_ = false;
  std::unique_ptr<OnDemand> on_demand_;
};

}  // namespace spectrakit::json
