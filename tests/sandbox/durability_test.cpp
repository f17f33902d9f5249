#include <atomic>
#include <csignal>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "raw_connection.h"
#include "sandbox_test.h"
#include "support/temporary_folder.h"

namespace spectrakit::tests {
namespace {

constexpr int kUploadCount = 200;
// Of these, so many never end.
constexpr int kHalfSentCount = 40;
constexpr int kAnsweredBeforeKill = 60;
constexpr size_t kFileBytes = 200'000;

std::string file_name(int number) {
  return "upload-" + std::to_string(number) + ".txt";
}

std::string file_bytes(int number) {
  const std::string line = "line of upload " + std::to_string(number) + "\n";
  std::string bytes;
  while (bytes.size() < kFileBytes) bytes += line;
  return bytes;
}

Answer upload(const SandboxProcess& sandbox, int number) {
  httplib::Client client(sandbox.url());
  client.set_bearer_token_auth(sandbox.api_key());
  return to_answer(client.Post("/v2/inspection_attachments",
                               httplib::MultipartFormDataItems{
                                   {"data[attributes][inspection_id]", "10000001", "", ""},
                                   {"data[attributes][file]", file_bytes(number), file_name(number), "text/plain"}}));
}

/// Sends the head and the first bytes of an upload.
void begin_upload(RawConnection& connection, const SandboxProcess& sandbox, int number) {
  connection.send(
      "POST /v2/inspection_attachments HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + sandbox.api_key() +
      "\r\nContent-Type: multipart/form-data; boundary=X\r\nContent-Length: " + std::to_string(kFileBytes * 2) +
      "\r\n\r\n--X\r\nContent-Disposition: form-data; name=\"data[attributes][inspection_id]\"\r\n\r\n"
      "10000001\r\n--X\r\nContent-Disposition: form-data; name=\"data[attributes][file]\"; filename=\"" +
      file_name(number) + "\"\r\nContent-Type: text/plain\r\n\r\n" + file_bytes(number));
}

int temporary_file_count(const std::string& folder) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    count += entry.path().filename().string().starts_with("incoming-") ? 1 : 0;
  }
  return count;
}

/// Every attachment of the sandbox by the name of its file.
std::map<std::string, Json> attachments(const SandboxProcess& sandbox) {
  httplib::Client client(sandbox.url());
  client.set_bearer_token_auth(sandbox.api_key());
  std::map<std::string, Json> by_name;
  for (int page = 1;; ++page) {
    const Answer list = to_answer(client.Get("/v2/inspection_attachments?page[number]=" + std::to_string(page)));
    const Json data = list.json().at("data");
    if (data.empty()) return by_name;
    for (const Json& each : data) by_name[each.at("attributes").at("file_file_name")] = each;
  }
}

std::string download(const SandboxProcess& sandbox, const Json& attachment) {
  const std::string url = attachment.at("attributes").at("file_url");
  const size_t path_start = url.find("/files/");
  return to_answer(httplib::Client(sandbox.url()).Get(url.substr(path_start))).body;
}

TEST(SandboxDurability, EveryUploadThatWasAnsweredOutlivesAKillAndNoneIsHalfThere) {
  const TemporaryFolder folder;
  std::mutex mutex;
  std::map<int, Json> answered;
  {
    SandboxProcess sandbox({"--db", folder.path("data")});
    std::vector<std::unique_ptr<RawConnection>> half_sent;
    for (int i = 0; i < kHalfSentCount; ++i) {
      half_sent.push_back(std::make_unique<RawConnection>(sandbox.port()));
      begin_upload(*half_sent.back(), sandbox, kUploadCount + i);
    }
    while (temporary_file_count(folder.path("data/files")) < kHalfSentCount) std::this_thread::yield();
    std::vector<std::thread> clients;
    for (int i = 0; i < kUploadCount - kHalfSentCount; ++i) {
      clients.emplace_back([&, i] {
        const Answer answer = upload(sandbox, i);
        if (answer.status != 201) return;
        const std::lock_guard lock(mutex);
        answered[i] = answer.json().at("data");
        if (answered.size() == kAnsweredBeforeKill) sandbox.send_signal(SIGKILL);
      });
    }
    for (std::thread& client : clients) client.join();
    EXPECT_EQ(sandbox.wait_for_exit(), 128 + SIGKILL);
    EXPECT_GE(temporary_file_count(folder.path("data/files")), kHalfSentCount);
  }
  ASSERT_GE(answered.size(), kAnsweredBeforeKill);

  SandboxProcess sandbox({"--db", folder.path("data")});
  EXPECT_EQ(temporary_file_count(folder.path("data/files")), 0);
  const std::map<std::string, Json> kept = attachments(sandbox);
  for (const auto& [number, data] : answered) {
    ASSERT_TRUE(kept.contains(file_name(number))) << "upload " << number << " was answered and is lost";
    EXPECT_EQ(kept.at(file_name(number)).at("id"), data.at("id"));
    EXPECT_EQ(download(sandbox, data), file_bytes(number));
  }
  // Among these are uploads whose answer was lost; each must be whole as well.
  for (const auto& [name, data] : kept) {
    EXPECT_EQ(download(sandbox, data).size(), data.at("attributes").at("file_file_size")) << name;
  }
  for (int i = kUploadCount; i < kUploadCount + kHalfSentCount; ++i) EXPECT_FALSE(kept.contains(file_name(i)));
  EXPECT_EQ(sandbox.stop(), 0);
}

TEST(SandboxDurability, ChangesOutliveAKill) {
  const TemporaryFolder folder;
  const std::string path = "/v2/contacts/700001";
  Json changed;
  {
    SandboxProcess sandbox({"--db", folder.path("data")});
    httplib::Client client(sandbox.url());
    client.set_bearer_token_auth(sandbox.api_key());
    const std::string body = R"({"data":{"attributes":{"city":"Elsewhere"}}})";
    changed = to_answer(client.Put(path, body, "application/json")).json();
    sandbox.send_signal(SIGKILL);
    sandbox.wait_for_exit();
  }
  SandboxProcess sandbox({"--db", folder.path("data")});
  httplib::Client client(sandbox.url());
  client.set_bearer_token_auth(sandbox.api_key());
  EXPECT_EQ(changed.at("data").at("attributes").at("city"), "Elsewhere");
  EXPECT_EQ(to_answer(client.Get(path)).json(), changed);
  EXPECT_EQ(sandbox.stop(), 0);
}

TEST(SandboxDurability, AFolderServesOneSandboxAtATime) {
  const TemporaryFolder folder;
  {
    SandboxProcess first({"--db", folder.path("data")});
    try {
      const SandboxProcess second({"--db", folder.path("data")});
      FAIL() << "two sandboxes write to one folder";
    } catch (const SandboxFailed& failed) {
      EXPECT_EQ(failed.exit_code, 1);
      EXPECT_NE(failed.error_output.find("in use"), std::string::npos) << failed.error_output;
    }
    EXPECT_EQ(first.stop(), 0);
  }
  SandboxProcess third({"--db", folder.path("data")});
  EXPECT_EQ(third.stop(), 0);
}

}  // namespace
}  // namespace spectrakit::tests
