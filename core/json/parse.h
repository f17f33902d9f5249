#pragma once

#include <cstdint>
#include <vector>

#include "base/error.h"
#include "json/document.h"

namespace spectrakit::json {

/**
 * Turns simdjson's structural indexes into a document's tokens, checking the grammar on the way. This is the hottest
 * loop of the library: it walks two pointers, and no step of it allocates or counts. Behind the last structural index
 * stands the text's length, where the buffer's padding holds a NUL, so that the end needs no check of its own.
 */
class Parser {
 public:
  Parser(Document& document, const uint32_t* structurals, uint32_t structural_count, const ParseLimits& limits);

  ErrorPtr run();

 private:
  /// Where the walk stands, apart from the parser so that the hot loops can hold it in registers: the text is written
  /// to, and for all the compiler knows a char that is written may lie in anything but a local.
  struct Walk {
    char* text;
    const uint32_t* structural;
    Document::Token* token;

    char here() const { return text[*structural]; }
    uint32_t token_end() const;
    void emit(uint32_t extent, Document::TokenKind kind);
    void string(Document::TokenKind kind);
    /// Null, or what is wrong.
    const char* name();
    const char* scalar(char first);
  };

  struct OpenContainer {
    Document::Token* token;
    bool is_object;
  };

  const char* value();
  const char* members();
  const char* elements();
  const char* open(bool is_object);
  void close();

  Document& document_;
  Walk walk_;
  const uint32_t* const structurals_end_;
  std::vector<OpenContainer> open_;
  const uint32_t max_depth_;
};

}  // namespace spectrakit::json
