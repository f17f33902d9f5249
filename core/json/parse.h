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
  struct OpenContainer {
    Document::Token* token;
    bool is_object;
  };

  char here() const { return text_[*structural_]; }
  bool value();
  bool members();
  bool elements();
  bool open(bool is_object);
  void close();
  bool scalar(char first);
  bool name();
  bool fail(const char* what);
  uint32_t token_end() const;
  void emit(uint32_t extent, bool is_name);

  Document& document_;
  const char* const text_;
  const uint32_t* structural_;
  const uint32_t* const structurals_end_;
  Document::Token* token_;
  std::vector<OpenContainer> open_;
  const uint32_t max_depth_;
  const char* failure_ = nullptr;
};

}  // namespace spectrakit::json
