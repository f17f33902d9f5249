#include "sandbox/gzip.h"

#include <zlib.h>

#include <array>
#include <stdexcept>

namespace spectrakit::sandbox {
namespace {

constexpr size_t kBlockBytes = 1024 * 1024;
// Magic number, deflate, no flags, no time, no extra flags, unknown system (RFC 1952).
constexpr std::string_view kHeader("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", 10);

/// Raw deflate blocks that stand by themselves, so that equal ones can be repeated.
std::string deflate_block(std::string_view text, int flush) {
  constexpr int kRawWindowBits = -15;
  constexpr int kMemoryLevel = 9;
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kRawWindowBits, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib can not be used");
  }
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  std::string block;
  std::array<char, 16 * 1024> buffer{};
  do {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = buffer.size();
    deflate(&stream, flush);
    block.append(buffer.data(), buffer.size() - stream.avail_out);
  } while (stream.avail_out == 0);
  deflateEnd(&stream);
  return block;
}

uLong checksum(std::string_view text) {
  return crc32_z(0, reinterpret_cast<const Bytef*>(text.data()), text.size());
}

void append_number(std::string& bytes, uint64_t number) {
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>((number >> shift) & 0xff);
}

}  // namespace

std::string gzip(std::string_view text, uint64_t padding_bytes) {
  std::string bytes(kHeader);
  bytes += deflate_block(text, Z_FULL_FLUSH);
  uLong crc = checksum(text);

  const std::string spaces(kBlockBytes, ' ');
  if (padding_bytes >= kBlockBytes) {
    const std::string block = deflate_block(spaces, Z_FULL_FLUSH);
    const uLong block_crc = checksum(spaces);
    for (uint64_t count = padding_bytes / kBlockBytes; count > 0; --count) {
      bytes += block;
      crc = crc32_combine(crc, block_crc, kBlockBytes);
    }
  }
  const std::string_view rest = std::string_view(spaces).substr(0, padding_bytes % kBlockBytes);
  bytes += deflate_block(rest, Z_FINISH);
  crc = crc32_combine(crc, checksum(rest), static_cast<z_off_t>(rest.size()));
  append_number(bytes, crc);
  append_number(bytes, text.size() + padding_bytes);
  return bytes;
}

}  // namespace spectrakit::sandbox
