#include <openssl/crypto.h>

namespace spectrakit::http {
namespace {

/// The OpenSSL that the packages carry inside belongs to this library alone. It reads no openssl.cnf: the one of the
/// host was written for the system's OpenSSL, and may name engines and providers that are no part of this one. Nor does
/// it clean up at exit, when threads of the host may still be in a call. It takes effect only before anything else uses
/// OpenSSL, so it is done when the library is loaded.
[[gnu::constructor]] void keep_to_itself() {
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, nullptr);
}

}  // namespace
}  // namespace spectrakit::http
