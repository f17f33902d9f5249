#ifndef SPECTRAKIT_TOOLS_SANDBOX_DIGEST_H
#define SPECTRAKIT_TOOLS_SANDBOX_DIGEST_H

#include <memory>
#include <string>
#include <string_view>

struct SHA256state_st;

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
    void operator()(SHA256state_st* state) const;
  };
  std::unique_ptr<SHA256state_st, Free> state_;
};

}  // namespace spectrakit::sandbox

#endif
