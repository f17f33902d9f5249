#include "sandbox/digest.h"

// The packages carry this in the command as a static library. The functions that OpenSSL recommends would draw all of
// its algorithms in with them, and make the wheel a third larger.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include <array>

namespace spectrakit::sandbox {

void Digest::Free::operator()(SHA256state_st* state) const {
  delete state;
}

Digest::Digest() : state_(new SHA256_CTX) {
  SHA256_Init(state_.get());
}

void Digest::update(std::string_view bytes) {
  SHA256_Update(state_.get(), bytes.data(), bytes.size());
}

std::string Digest::finish() {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> bytes{};
  SHA256_Final(bytes.data(), state_.get());
  std::string text;
  for (const unsigned char byte : bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

}  // namespace spectrakit::sandbox
