#ifndef SPECTRAKIT_TOOLS_SANDBOX_GZIP_H
#define SPECTRAKIT_TOOLS_SANDBOX_GZIP_H

#include <cstdint>
#include <string>
#include <string_view>

namespace spectrakit::sandbox {

/// A gzip stream of `text` and of `padding_bytes` spaces behind it. The padding takes a thousandth of its size, in time
/// and memory, too: 10 GB of it are about 10 MB.
std::string gzip(std::string_view text, uint64_t padding_bytes);

}  // namespace spectrakit::sandbox

#endif
