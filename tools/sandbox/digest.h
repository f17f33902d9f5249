#ifndef SPECTRAKIT_TOOLS_SANDBOX_DIGEST_H
#define SPECTRAKIT_TOOLS_SANDBOX_DIGEST_H

#include <openssl/types.h>

#include <memory>
#include <string>
#include <string_view>

namespace spectrakit::sandbox {

/// SHA-256 over bytes as they pass by.
class Digest {
 public:
  Digest();

  void update(std::string_view bytes);
  /// The digest in lower case hexadecimal. Nothing can be added afterwards.
  std::string finish();

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const;
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

}  // namespace spectrakit::sandbox

#endif
