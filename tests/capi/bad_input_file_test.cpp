#include <fcntl.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>

#include "bad_input_server.h"
#include "capi_test.h"

namespace spectrakit::tests {
namespace {

namespace fs = std::filesystem;

/// A memory figure of this process in /proc/self/status, in bytes.
size_t memory_bytes(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    size_t kilobytes = 0;
    if (word == name + ":" && status >> kilobytes) return kilobytes * 1024;
  }
  return 0;
}

class BadFileTest : public CapiTest {
 protected:
  BadFileTest() : folder_(fs::temp_directory_path() / ("spk-bad-file-" + std::to_string(getpid()))) {
    fs::create_directory(folder_);
    path_ = folder_ / "report.pdf";
  }
  ~BadFileTest() override { fs::remove_all(folder_); }

  Request make_upload() {
    Request request = make_request(SPK_SPECTORA_ATTACHMENTS_UPLOAD);
    set_attribute(request, "inspection_id", kInspection);
    return request;
  }

  static Outcome set_file(const Request& request, std::string_view path, const char* file_name = nullptr) {
    spk_error* error = nullptr;
    const spk_status status =
        spk_request_set_file(request.get(), "file", SPK_NUL, path.data(), path.size(), file_name, SPK_NUL, &error);
    return {status, nullptr, Error(error)};
  }

  /// Sends the file at `path_`, and calls `change` on the I/O thread as soon as its first bytes have left.
  Outcome send_while(const std::function<void()>& change) {
    std::ofstream(path_, std::ios::binary) << std::string(kFileBytes, 'r');
    const Request request = make_upload();
    EXPECT_EQ(set_file(request, path_.string()).status, SPK_OK);
    struct Once {
      const std::function<void()>& change;
      bool is_done = false;
    } once{change};
    const auto progress = [](void* user_data, uint64_t, uint64_t) {
      auto* const state = static_cast<Once*>(user_data);
      if (!std::exchange(state->is_done, true)) state->change();
    };
    const CallOptions options = make_call_options();
    EXPECT_EQ(spk_call_options_set_progress_callback(options.get(), progress, &once, nullptr), SPK_OK);
    Outcome outcome = send(client_, request, options);
    EXPECT_TRUE(once.is_done);
    return outcome;
  }

  size_t attachment_count() {
    const Request request = make_request(SPK_SPECTORA_ATTACHMENTS_LIST);
    set_parameter(request, "filter[inspection_id]", kInspection);
    return spk_document_record_count(send(client_, request).document.get());
  }

  static constexpr size_t kFileBytes = 8 * 1024 * 1024;
  fs::path folder_;
  fs::path path_;
};

TEST_F(BadFileTest, WhatCanNotBeSentIsRefusedWithTheReasonAndNothingIsSent) {
  ASSERT_EQ(mkfifo((folder_ / "pipe.pdf").c_str(), 0600), 0);
  fs::create_symlink(folder_ / "nowhere", folder_ / "broken.pdf");
  const struct {
    std::string path;
    std::string reason;
  } cases[] = {
      {folder_.string(), "is a directory"},     {folder_ / "pipe.pdf", "is not a regular file"},
      {"/dev/zero", "is not a regular file"},   {folder_ / "missing.pdf", "No such file"},
      {folder_ / "broken.pdf", "No such file"}, {std::string(5000, 'x'), "too long"},
  };
  const Request request = make_upload();
  for (const auto& [path, reason] : cases) {
    const Outcome refused = set_file(request, path, "report.pdf");
    EXPECT_EQ(refused.status, SPK_FILE_FAILED) << path;
    EXPECT_EQ(refused.error_name(), "FileError") << path;
    EXPECT_NE(refused.message().find(reason), std::string::npos) << refused.message();
  }
  EXPECT_EQ(send(client_, request).status, SPK_INVALID_ARGUMENT) << "no file was set";
  EXPECT_TRUE(sandbox_.requests().empty());
}

TEST_F(BadFileTest, PathsAndNamesThatAreNoTextAreRefused) {
  std::ofstream(path_) << "report";
  const Request request = make_upload();
  const Outcome with_nul = set_file(request, path_.string() + std::string("\0.pdf", 5));
  EXPECT_EQ(with_nul.status, SPK_INVALID_ARGUMENT);
  EXPECT_NE(with_nul.message().find("path holds a NUL"), std::string::npos) << with_nul.message();
  const Outcome bad_name = set_file(request, path_.string(), "caf\xE9.pdf");
  EXPECT_EQ(bad_name.status, SPK_INVALID_ARGUMENT);
  EXPECT_NE(bad_name.message().find("file's name"), std::string::npos) << bad_name.message();
  const fs::path latin1 = folder_ / "caf\xE9.pdf";
  std::ofstream(latin1) << "report";
  EXPECT_EQ(set_file(request, latin1.string()).status, SPK_INVALID_ARGUMENT);
  EXPECT_EQ(set_file(request, latin1.string(), "caf\xC3\xA9.pdf").status, SPK_OK) << "another name is the way out";
  EXPECT_EQ(spk_request_set_file_bytes(request.get(), "file", SPK_NUL, "x", 1, "a\0.pdf", 6, nullptr),
            SPK_INVALID_ARGUMENT);
}

TEST_F(BadFileTest, AFileThatMayNotBeReadIsRefused) {
  std::ofstream(path_) << "report";
  fs::permissions(path_, fs::perms::none);
  fs::permissions(folder_, fs::perms::all);
  // Root may read anything, so this thread looks at files as nobody.
  constexpr uid_t kNobody = 65534;
  const bool is_root = geteuid() == 0;
  if (is_root) setfsuid(kNobody);
  const Outcome refused = set_file(make_upload(), path_.string());
  if (is_root) setfsuid(0);
  EXPECT_EQ(refused.status, SPK_FILE_FAILED);
  EXPECT_NE(refused.message().find("Permission denied"), std::string::npos) << refused.message();
}

TEST_F(BadFileTest, AFileThatShrinksWhileItIsSentIsNotAttached) {
  const size_t before = attachment_count();
  const Outcome outcome = send_while([this] { fs::resize_file(path_, 1024 * 1024); });
  EXPECT_EQ(outcome.status, SPK_FILE_FAILED) << outcome.message();
  EXPECT_NE(outcome.message().find("while it was sent"), std::string::npos) << outcome.message();
  EXPECT_FALSE(spk_error_is_ambiguous(outcome.error.get()));
  EXPECT_EQ(attachment_count(), before);
  EXPECT_LE(received("POST").size(), 1u);
}

TEST_F(BadFileTest, AFileThatGrowsWhileItIsSentIsNotAttached) {
  const size_t before = attachment_count();
  const Outcome outcome = send_while([this] { fs::resize_file(path_, 2 * kFileBytes); });
  EXPECT_EQ(outcome.status, SPK_FILE_FAILED) << outcome.message();
  EXPECT_EQ(attachment_count(), before);
  EXPECT_LE(received("POST").size(), 1u);
}

TEST_F(BadFileTest, AFileThatIsReplacedOrVanishesWhileItIsSentArrivesAsItWasOpened) {
  const size_t before = attachment_count();
  const fs::path other = folder_ / "other.pdf";
  std::ofstream(other) << "something else";
  EXPECT_EQ(send_while([&] { fs::rename(other, path_); }).status, SPK_OK);
  EXPECT_EQ(send_while([this] { fs::remove(path_); }).status, SPK_OK);
  EXPECT_EQ(attachment_count(), before + 2);
  EXPECT_EQ(received("POST").size(), 2u);
}

TEST_F(BadFileTest, AFiveGigabyteFileThatIsRefusedEarlyIsNotReadToItsEnd) {
  std::ofstream(path_).put('x');
  fs::resize_file(path_, uint64_t{5} << 30);
  const BadInputServer server(http_answer("", "413 Content Too Large"), BadInputServer::When::after_head);
  const Client client = make_client(engine_, [&](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_base_url(options, server.url().c_str(), SPK_NUL, nullptr), SPK_OK);
  });
  const Request request = make_upload();
  ASSERT_EQ(set_file(request, path_.string()).status, SPK_OK);
  std::ofstream("/proc/self/clear_refs") << "5";
  const size_t memory_before_bytes = memory_bytes("VmRSS");
  const Outcome outcome = send(client, request);
  EXPECT_EQ(outcome.status, SPK_API_ERROR) << outcome.message();
  EXPECT_EQ(spk_error_http_status(outcome.error.get()), 413);
  EXPECT_EQ(server.request_count(), 1);
  EXPECT_LT(server.received_bytes(), uint64_t{256} << 20);
  EXPECT_LT(memory_bytes("VmHWM"), memory_before_bytes + (size_t{32} << 20));
}

}  // namespace
}  // namespace spectrakit::tests
