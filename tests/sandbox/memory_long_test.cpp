#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "raw_connection.h"
#include "support/sandbox_process.h"
#include "support/temporary_folder.h"

namespace spectrakit::tests {
namespace {

constexpr int64_t kMegabyte = 1024 * 1024;

/// A minute of load, at full speed, on single reads, lists and answers that fail.
void load_for_a_minute(const SandboxProcess& sandbox) {
  const std::string wrk = "wrk -t1 -c16 -H 'Authorization: Bearer " + sandbox.api_key() + "' ";
  for (const char* load : {"-d30s '/v2/inspections/10000555'",
                           "-d20s '/v2/inspections?page%5Bnumber%5D=3&include=buyers'", "-d10s '/v2/connections/1'"}) {
    std::string command = wrk + load + " >/dev/null";
    command.insert(command.find("'/v2") + 1, sandbox.url());
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }
}

TEST(SandboxMemoryLong, StaysFlatOverTenMinutesOfLoad) {
  SandboxProcess sandbox;
  load_for_a_minute(sandbox);
  const int64_t after_first_minute = sandbox.resident_memory_bytes();
  for (int minute = 2; minute <= 10; ++minute) {
    load_for_a_minute(sandbox);
    const int64_t growth_bytes = sandbox.resident_memory_bytes() - after_first_minute;
    std::printf("minute %d: %+.1f MB\n", minute, static_cast<double>(growth_bytes) / kMegabyte);
    ASSERT_LT(growth_bytes, 5 * kMegabyte);
  }
  EXPECT_EQ(sandbox.stop(), 0);
}

TEST(SandboxMemoryLong, TakesAnUploadOfTwoGigabytesInFiftyMegabytes) {
  constexpr int64_t kFileBytes = 2 * 1024 * kMegabyte;
  const TemporaryFolder folder;
  ASSERT_GT(std::filesystem::space(folder.path("")).available, kFileBytes + 100 * kMegabyte);
  SandboxProcess sandbox({"--db", folder.path("data")});
  const std::string start =
      "--X\r\nContent-Disposition: form-data; name=\"data[attributes][inspection_id]\"\r\n\r\n10000001\r\n"
      "--X\r\nContent-Disposition: form-data; name=\"data[attributes][file]\"; filename=\"scan.zip\"\r\n"
      "Content-Type: application/zip\r\n\r\n";
  const std::string end = "\r\n--X--\r\n";
  const int64_t body_bytes = static_cast<int64_t>(start.size() + end.size()) + kFileBytes;
  RawConnection connection(sandbox.port());
  connection.send("POST /v2/inspection_attachments HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " +
                  sandbox.api_key() + "\r\nContent-Type: multipart/form-data; boundary=X\r\nContent-Length: " +
                  std::to_string(body_bytes) + "\r\n\r\n" + start);
  const std::string megabyte(kMegabyte, 'x');
  for (int64_t sent = 0; sent < kFileBytes; sent += kMegabyte) ASSERT_TRUE(connection.send(megabyte));
  connection.send(end);
  const std::string answer = connection.read_answer();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 201 ")) << answer;
  EXPECT_NE(answer.find("\"file_file_size\":" + std::to_string(kFileBytes)), std::string::npos) << answer;
  std::printf("peak: %.1f MB\n", static_cast<double>(sandbox.peak_memory_bytes()) / kMegabyte);
  EXPECT_LT(sandbox.peak_memory_bytes(), 50 * kMegabyte);
  EXPECT_EQ(sandbox.stop(), 0);
}

}  // namespace
}  // namespace spectrakit::tests
