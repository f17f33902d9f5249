#include <zlib.h>

#include <fstream>

#include "capi_test.h"
#include "raw_server.h"

namespace spectrakit::tests {
namespace {

/// A client that tries once, at a server that answers every request with `bytes`.
class BoundsTest : public CapiTest {
 protected:
  Outcome get_answered_with(const std::string& bytes, const std::function<void(spk_client_options*)>& adjust = {}) {
    const RawServer server([&](RawPeer& peer) {
      if (!peer.read_head().empty()) peer.write(bytes);
      peer.wait_for_end();
    });
    const Client client = make_client(engine_, [&](spk_client_options* options) {
      spk_client_options_set_base_url(options, server.url().c_str(), SPK_NUL, nullptr);
      spk_client_options_set_max_retries(options, 0, nullptr);
      if (adjust) adjust(options);
    });
    return send(client, get_inspection(kInspection));
  }
};

std::string headers_of(size_t count, size_t value_bytes) {
  std::string headers;
  for (size_t at = 0; at < count; ++at) headers += "X-Many: " + std::string(value_bytes, 'x') + "\r\n";
  return headers;
}

std::string gzip_of_zeros(size_t bytes) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;
  deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzipWindow, 9, Z_DEFAULT_STRATEGY);
  std::string block(1 << 20, '0');
  std::string out;
  std::string packed(1 << 16, '\0');
  for (size_t done = 0; done < bytes; done += block.size()) {
    stream.next_in = reinterpret_cast<Bytef*>(block.data());
    stream.avail_in = static_cast<uInt>(block.size());
    const int flush = done + block.size() >= bytes ? Z_FINISH : Z_NO_FLUSH;
    do {
      stream.next_out = reinterpret_cast<Bytef*>(packed.data());
      stream.avail_out = static_cast<uInt>(packed.size());
      deflate(&stream, flush);
      out.append(packed.data(), packed.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  }
  deflateEnd(&stream);
  return out;
}

int64_t peak_memory_bytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    int64_t kilobytes = 0;
    if (word == "VmHWM:" && status >> kilobytes) return kilobytes * 1024;
  }
  return 0;
}

TEST_F(BoundsTest, AHeadOverTheBoundIsNamed) {
  const Outcome outcome = get_answered_with("HTTP/1.1 200 OK\r\n" + headers_of(300, 1'000) + "\r\n");
  EXPECT_EQ(outcome.status, SPK_RESPONSE_TOO_LARGE) << outcome.message();
  EXPECT_NE(outcome.message().find("its head is larger than 262144 bytes"), std::string::npos) << outcome.message();
}

TEST_F(BoundsTest, AHeadLineThatCurlDoesNotTakeIsAHeadOverTheBound) {
  const Outcome outcome = get_answered_with("HTTP/1.1 200 OK\r\n" + headers_of(1, 200'000) + "\r\n");
  EXPECT_EQ(outcome.status, SPK_RESPONSE_TOO_LARGE) << outcome.message();
  EXPECT_NE(outcome.message().find("a line of its head"), std::string::npos) << outcome.message();
}

TEST_F(BoundsTest, TheBoundOfTheHeadIsAnOption) {
  const auto bound = [](size_t bytes) {
    return [bytes](spk_client_options* options) {
      ASSERT_EQ(spk_client_options_set_max_header_bytes(options, bytes, nullptr), SPK_OK);
    };
  };
  const std::string head = "HTTP/1.1 200 OK\r\n" + headers_of(1, 500) + "Content-Length: 2\r\n\r\n";
  EXPECT_EQ(get_answered_with(head + "{}", bound(head.size())).status, SPK_OK);
  EXPECT_EQ(get_answered_with(head + "{}", bound(head.size() - 1)).status, SPK_RESPONSE_TOO_LARGE);
}

TEST_F(BoundsTest, AnEndlessRowOfInterimHeadsIsBoundedToo) {
  std::string heads;
  for (int at = 0; at < 20'000; ++at) heads += "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
  const Outcome outcome = get_answered_with(heads);
  EXPECT_EQ(outcome.status, SPK_RESPONSE_TOO_LARGE) << outcome.message();
}

TEST_F(BoundsTest, AnExplodingGzipIsStoppedEarlyInBoundedMemory) {
  constexpr size_t kUnpackedBytes = size_t{256} << 20;
  const std::string packed = gzip_of_zeros(kUnpackedBytes);
  [[maybe_unused]] const int64_t before_bytes = peak_memory_bytes();
  const Outcome outcome = get_answered_with("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                                            std::to_string(packed.size()) + "\r\n\r\n" + packed);
  EXPECT_EQ(outcome.status, SPK_RESPONSE_TOO_LARGE) << outcome.message();
  EXPECT_NE(outcome.message().find("counted unpacked"), std::string::npos) << outcome.message();
#if !defined(__SANITIZE_THREAD__)
  // The thread sanitizer keeps several bytes for each.
  constexpr int64_t kBoundBytes = 64 << 20;
  EXPECT_LT(peak_memory_bytes() - before_bytes, 3 * kBoundBytes);
#endif
}

TEST_F(BoundsTest, TheBodyOfAnErrorIsCutAndTheRestIsRead) {
  const std::string body(1'000'000, 'e');
  add_fault("GET", "/v2/inspections", {{"status", 404}, {"body", body}});
  const Outcome outcome = send(client_, get_inspection(kInspection));
  EXPECT_EQ(outcome.status, SPK_NOT_FOUND) << outcome.message();
  size_t length = 0;
  spk_error_body(outcome.error.get(), &length);
  EXPECT_EQ(length, size_t{64} << 10);
  EXPECT_TRUE(spk_error_body_is_cut(outcome.error.get()));
  ASSERT_EQ(send(client_, get_inspection(kInspection)).status, SPK_OK);
  EXPECT_EQ(received("GET").at(0).at("connection"), received("GET").at(1).at("connection"));
}

}  // namespace
}  // namespace spectrakit::tests
