#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "http/body.h"
#include "support/temporary_folder.h"

namespace spectrakit::tests {
namespace {

using http::File;
using FileResult = Result<std::shared_ptr<const File>>;

void expect_refused(const std::string& path, const std::string& because) {
  const FileResult file = File::open(path);
  ASSERT_FALSE(file.ok()) << path;
  EXPECT_EQ(file.error->status, Status::file_failed);
  EXPECT_NE(file.error->message.find(because), std::string::npos) << file.error->message;
}

TEST(File, ARegularFileIsOpenedWithItsSize) {
  const TemporaryFolder folder;
  const FileResult file = File::open(folder.write("report.pdf", "0123456789"));
  ASSERT_TRUE(file.ok()) << file.error->message;
  EXPECT_EQ(file.value->size_bytes(), 10U);
  EXPECT_TRUE(file.value->is_unchanged());
}

TEST(File, AnEmptyFileIsAFile) {
  const TemporaryFolder folder;
  const FileResult file = File::open(folder.write("empty.txt", ""));
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file.value->size_bytes(), 0U);
}

TEST(File, ALinkToAFileIsFollowed) {
  const TemporaryFolder folder;
  ASSERT_EQ(symlink(folder.write("target", "abc").c_str(), folder.path("link").c_str()), 0);
  EXPECT_EQ(File::open(folder.path("link")).value->size_bytes(), 3U);
}

TEST(File, WhatIsNoRegularFileIsRefused) {
  const TemporaryFolder folder;
  ASSERT_EQ(mkdir(folder.path("folder").c_str(), 0700), 0);
  ASSERT_EQ(symlink("nowhere", folder.path("dangling").c_str()), 0);
  expect_refused(folder.path("missing.pdf"), "No such file");
  expect_refused(folder.path("dangling"), "No such file");
  expect_refused(folder.path("folder"), "is a directory");
  expect_refused(folder.path("folder/"), "is a directory");
  expect_refused("/dev/null", "not a regular file");
  expect_refused("", "can not be opened");
}

TEST(File, APipeWithoutAWriterIsRefusedAndNotWaitedFor) {
  const TemporaryFolder folder;
  ASSERT_EQ(mkfifo(folder.path("pipe").c_str(), 0600), 0);
  expect_refused(folder.path("pipe"), "not a regular file");
}

TEST(File, AFileThatMayNotBeReadIsRefused) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const TemporaryFolder folder;
  const std::string path = folder.write("secret.pdf", "abc");
  ASSERT_EQ(chmod(path.c_str(), 0), 0);
  expect_refused(path, "Permission denied");
}

TEST(File, TheMessageNamesNeitherTheFileNorItsFolder) {
  const TemporaryFolder folder;
  const FileResult file = File::open(folder.path("Jane-Doe.pdf"));
  EXPECT_EQ(file.error->message.find("Doe"), std::string::npos) << file.error->message;
  EXPECT_EQ(file.error->message.find("spectrakit-"), std::string::npos) << file.error->message;
}

TEST(File, AFileThatGrewShrankOrWasRewrittenIsChanged) {
  const TemporaryFolder folder;
  for (const std::string content : {"0123456789x", "012345678", "9876543210"}) {
    const std::string path = folder.write("report.pdf", "0123456789");
    const timespec past[2] = {{1'000'000'000, 0}, {1'000'000'000, 0}};
    ASSERT_EQ(utimensat(AT_FDCWD, path.c_str(), past, 0), 0);
    const FileResult file = File::open(path);
    ASSERT_TRUE(file.value->is_unchanged());
    folder.write("report.pdf", content);
    EXPECT_FALSE(file.value->is_unchanged()) << content;
  }
}

TEST(File, AFileThatWasReplacedUnderItsNameIsStillTheOneThatWasOpened) {
  const TemporaryFolder folder;
  const FileResult file = File::open(folder.write("report.pdf", "old"));
  ASSERT_EQ(rename(folder.write("new", "newer").c_str(), folder.path("report.pdf").c_str()), 0);
  EXPECT_TRUE(file.value->is_unchanged());
  EXPECT_EQ(file.value->size_bytes(), 3U);
}

TEST(File, TheDescriptorIsNotInheritedAndEndsWithTheFile) {
  const TemporaryFolder folder;
  FileResult file = File::open(folder.write("report.pdf", "abc"));
  const int descriptor = file.value->descriptor();
  EXPECT_NE(fcntl(descriptor, F_GETFD) & FD_CLOEXEC, 0);
  file.value.reset();
  EXPECT_EQ(fcntl(descriptor, F_GETFD), -1);
}

}  // namespace
}  // namespace spectrakit::tests
