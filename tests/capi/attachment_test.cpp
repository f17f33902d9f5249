#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <mutex>
#include <utility>

#include "capi_test.h"

namespace spectrakit::tests {
namespace {

class AttachmentTest : public CapiTest {
 protected:
  AttachmentTest()
      : path_(std::filesystem::temp_directory_path() / ("spk-attachment-" + std::to_string(getpid()) + ".pdf")) {}
  ~AttachmentTest() override { std::filesystem::remove(path_); }

  /// Bytes in which every chunk differs from the others.
  std::string write_file(size_t size) {
    std::string bytes(size, '\0');
    uint64_t state = 1;
    for (char& byte : bytes)
      byte = static_cast<char>((state = state * 6364136223846793005u + 1442695040888963407u) >> 56);
    std::ofstream(path_, std::ios::binary) << bytes;
    return bytes;
  }

  Request upload_file() {
    Request request = make_request(SPK_SPECTORA_ATTACHMENTS_UPLOAD);
    set_attribute(request, "inspection_id", kInspection);
    spk_error* error = nullptr;
    EXPECT_EQ(spk_request_set_file(request.get(), "file", SPK_NUL, path_.c_str(), SPK_NUL, nullptr, 0, &error), SPK_OK)
        << spk_error_message(error, nullptr);
    spk_error_destroy(error);
    return request;
  }

  size_t attachment_count() {
    const Request request = make_request(SPK_SPECTORA_ATTACHMENTS_LIST);
    set_parameter(request, "filter[inspection_id]", kInspection);
    return spk_document_record_count(send(client_, request).document.get());
  }

  /// What the sandbox stored, fetched as the attachment's own link says.
  std::string stored_bytes(const Document& document) {
    const std::string url = attribute(spk_document_record(document.get(), 0), "file_url");
    const std::string command = "curl --silent --show-error --fail '" + url + "'";
    FILE* const pipe = popen(command.c_str(), "r");
    std::string bytes;
    char block[65536];
    while (const size_t count = fread(block, 1, sizeof block, pipe)) bytes.append(block, count);
    EXPECT_EQ(pclose(pipe), 0);
    return bytes;
  }

  std::filesystem::path path_;
};

TEST_F(AttachmentTest, AFileArrivesByteForByte) {
  const std::string bytes = write_file(3 * 1024 * 1024 + 17);
  const Outcome outcome = send(client_, upload_file());
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  EXPECT_EQ(spk_document_http_status(outcome.document.get()), 201);
  EXPECT_EQ(attribute(spk_document_record(outcome.document.get(), 0), "file_file_name"), path_.filename());
  EXPECT_EQ(stored_bytes(outcome.document), bytes);
}

TEST_F(AttachmentTest, BytesFromMemoryArriveToo) {
  const std::string bytes("with \0 a NUL", 12);
  const Outcome outcome = send(client_, upload_bytes(bytes, "note \"quoted\".txt"));
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  EXPECT_EQ(stored_bytes(outcome.document), bytes);
}

TEST_F(AttachmentTest, AFileOfOneByteAndChunkSizedFilesArrive) {
  for (const size_t size : {size_t{1}, size_t{256} * 1024, size_t{512} * 1024}) {
    const std::string bytes = write_file(size);
    const Outcome outcome = send(client_, upload_file());
    ASSERT_EQ(outcome.status, SPK_OK) << size << ": " << outcome.message();
    EXPECT_EQ(stored_bytes(outcome.document), bytes);
  }
}

TEST_F(AttachmentTest, ProgressGrowsUpToTheWholeBody) {
  write_file(2 * 1024 * 1024);
  struct Seen {
    std::mutex mutex;
    std::vector<std::pair<uint64_t, uint64_t>> steps;
  } seen;
  const CallOptions options = make_call_options();
  const auto note = [](void* user_data, uint64_t sent_bytes, uint64_t total_bytes) {
    auto* all = static_cast<Seen*>(user_data);
    const std::lock_guard lock(all->mutex);
    all->steps.emplace_back(sent_bytes, total_bytes);
  };
  ASSERT_EQ(spk_call_options_set_progress_callback(options.get(), note, &seen, nullptr), SPK_OK);
  ASSERT_EQ(send(client_, upload_file(), options).status, SPK_OK);
  ASSERT_GE(seen.steps.size(), 4u);
  for (size_t at = 1; at < seen.steps.size(); ++at) EXPECT_GT(seen.steps[at].first, seen.steps[at - 1].first);
  EXPECT_EQ(seen.steps.back().first, seen.steps.back().second);
  EXPECT_GT(seen.steps.back().second, 2u * 1024 * 1024);
}

TEST_F(AttachmentTest, AFileThatVanishesAfterItWasNamedIsStillSentWhole) {
  const std::string bytes = write_file(600'000);
  const Request request = upload_file();
  std::filesystem::remove(path_);
  const Outcome outcome = send(client_, request);
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  EXPECT_EQ(stored_bytes(outcome.document), bytes);
}

TEST_F(AttachmentTest, AFileThatShrinksIsNotAttached) {
  write_file(4 * 1024 * 1024);
  const Request request = upload_file();
  std::filesystem::resize_file(path_, 1024 * 1024);
  const size_t before = attachment_count();
  const Outcome outcome = send(client_, request);
  EXPECT_EQ(outcome.status, SPK_FILE_FAILED) << outcome.message();
  EXPECT_FALSE(spk_error_is_ambiguous(outcome.error.get()));
  EXPECT_EQ(attachment_count(), before);
}

TEST_F(AttachmentTest, AFileThatIsRewrittenIsNotAttached) {
  write_file(1024 * 1024);
  const Request request = upload_file();
  write_file(1024 * 1024);
  struct timespec times[2] = {{.tv_sec = 1, .tv_nsec = 0}, {.tv_sec = 1, .tv_nsec = 0}};
  ASSERT_EQ(utimensat(AT_FDCWD, path_.c_str(), times, 0), 0);
  const size_t before = attachment_count();
  EXPECT_EQ(send(client_, request).status, SPK_FILE_FAILED);
  EXPECT_EQ(attachment_count(), before);
}

TEST_F(AttachmentTest, WhatIsNoFileIsRefusedBeforeAnythingIsSent) {
  const Request request = make_request(SPK_SPECTORA_ATTACHMENTS_UPLOAD);
  for (const char* path : {"/no/such/report.pdf", "/tmp", "/dev/null", ""}) {
    EXPECT_NE(spk_request_set_file(request.get(), "file", SPK_NUL, path, SPK_NUL, "report.pdf", SPK_NUL, nullptr),
              SPK_OK)
        << path;
  }
  EXPECT_EQ(spk_request_set_file_bytes(request.get(), "file", SPK_NUL, "x", 1, "movie.mp4", SPK_NUL, nullptr),
            SPK_INVALID_ARGUMENT);
  EXPECT_EQ(send(client_, request).status, SPK_INVALID_ARGUMENT) << "inspection_id and file are missing";
  EXPECT_TRUE(received("POST").empty());
}

TEST_F(AttachmentTest, AFileIsNoTextAndATextStandsInAFormWithoutQuotes) {
  const Request request = upload_bytes("content");
  EXPECT_EQ(spk_request_set_attribute(request.get(), "file", SPK_NUL, "/tmp/report.pdf", SPK_NUL, nullptr),
            SPK_INVALID_ARGUMENT);
  ASSERT_EQ(spk_request_set_raw_attribute(request.get(), "name", SPK_NUL, R"("Radon \u0026 water")", SPK_NUL, nullptr),
            SPK_OK);
  const Outcome outcome = send(client_, request);
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  EXPECT_EQ(attribute(spk_document_record(outcome.document.get(), 0), "name"), "Radon & water");
}

TEST_F(AttachmentTest, ARetriedUploadStartsFromTheFirstByte) {
  const std::string bytes = write_file(1'500'000);
  add_fault("POST", "/v2/inspection_attachments", {{"status", 429}, {"headers", {{"Retry-After", "2"}}}, {"body", ""}});
  const Outcome outcome = send(client_, upload_file());
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  EXPECT_EQ(spk_document_attempt_count(outcome.document.get()), 2u);
  EXPECT_EQ(stored_bytes(outcome.document), bytes);
}

TEST_F(AttachmentTest, AnUploadHasNoDeadlineOfItsOwn) {
  set_auto_advance(false);
  write_file(10'000);
  add_fault("POST", "/v2/inspection_attachments", {{"hold", true}});
  const Client patient = make_client(engine_, [](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_first_byte_timeout_ms(options, SPK_FOREVER_MS, nullptr), SPK_OK);
    ASSERT_EQ(spk_client_options_set_idle_timeout_ms(options, SPK_FOREVER_MS, nullptr), SPK_OK);
  });
  const Call call = start(patient, upload_file());
  wait_until_received("POST", 1);
  advance_ms(24 * 3600 * 1000);
  EXPECT_EQ(spk_call_wait(call.get(), 0, nullptr), SPK_WAIT_TIMED_OUT);
  sandbox_.release();
  EXPECT_EQ(finish(call).status, SPK_OK);
}

}  // namespace
}  // namespace spectrakit::tests
