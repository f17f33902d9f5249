#include "sandbox/store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <latch>
#include <thread>
#include <vector>

#include "support/temporary_folder.h"

namespace spectrakit::sandbox {
namespace {

void add_agency(Database& database, const std::string& name) {
  database.query("INSERT INTO agencies (name) VALUES (?)").bind(1, std::string_view(name)).run();
}

int64_t agency_count(Database& database) {
  Query count = database.query("SELECT COUNT(*) FROM agencies");
  count.next();
  return count.integer(0);
}

TEST(SandboxStore, ReadsRunBesideEachOther) {
  Store store("");
  // Each thread holds its access until the other has one as well.
  std::latch both_read(2);
  const auto read = [&] {
    Store::ReadAccess database = store.read();
    both_read.arrive_and_wait();
    return agency_count(*database);
  };
  std::future<int64_t> one = std::async(std::launch::async, read);
  std::future<int64_t> other = std::async(std::launch::async, read);
  EXPECT_EQ(one.get() + other.get(), 0);
}

TEST(SandboxStore, NothingChangesDuringARead) {
  Store store("");
  std::thread writer;
  {
    Store::ReadAccess database = store.read();
    writer = std::thread([&] { add_agency(*store.access(), "Late"); });
    for (int i = 0; i < 1000; ++i) EXPECT_EQ(agency_count(*database), 0);
  }
  writer.join();
  EXPECT_EQ(agency_count(*store.read()), 1);
}

TEST(SandboxStore, AWriteIsNotKeptWaitingByReadersThatNeverEnd) {
  Store store("");
  std::atomic<bool> is_written = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 8; ++i) {
    readers.emplace_back([&] {
      while (!is_written) agency_count(*store.read());
    });
  }
  add_agency(*store.access(), "New");
  is_written = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(agency_count(*store.read()), 1);
}

TEST(SandboxStore, AReaderCanNotWrite) {
  Store store("");
  EXPECT_THROW(add_agency(*store.read(), "New"), DatabaseError);
}

TEST(SandboxStore, StoresInMemoryAreApart) {
  Store one("");
  Store other("");
  add_agency(*one.access(), "New");
  EXPECT_EQ(agency_count(*other.read()), 0);
}

TEST(SandboxStore, AFileKeepsWhatWasWritten) {
  const tests::TemporaryFolder folder;
  // A name that would end early if it were taken for a URI.
  const std::string path = folder.path("a?b#c%41.db");
  { add_agency(*Store(path).access(), "New"); }
  Store store(path);
  EXPECT_EQ(agency_count(*store.read()), 1);
}

TEST(SandboxStore, AQueryOutlivesMoreStatementsThanAreKept) {
  Store store("");
  Store::Access database = store.access();
  for (int i = 0; i < 3; ++i) add_agency(*database, "Agency");
  Query outer = database->query("SELECT id FROM agencies ORDER BY id");
  int64_t row_count = 0;
  for (; outer.next(); ++row_count) {
    EXPECT_EQ(outer.integer(0), row_count + 1);
    for (int i = 0; i < 1000; ++i) {
      Query inner = database->query("SELECT " + std::to_string(row_count * 1000 + i));
      ASSERT_TRUE(inner.next());
      ASSERT_EQ(inner.integer(0), row_count * 1000 + i);
    }
  }
  EXPECT_EQ(row_count, 3);
}

TEST(SandboxStore, AStatementThatRunsCanNotBeRunAgain) {
  Store store("");
  Store::Access database = store.access();
  Query first = database->query("SELECT 1");
  EXPECT_THROW(database->query("SELECT 1"), DatabaseError);
}

TEST(SandboxStore, RefusesRecordsOfAnotherVersionAndLeavesThemAlone) {
  const tests::TemporaryFolder folder;
  const std::string path = folder.path("sandbox.db");
  Database(path).execute("CREATE TABLE companies (id INTEGER); PRAGMA user_version = 1");
  try {
    const Store store(path);
    FAIL();
  } catch (const DatabaseError& refused) {
    EXPECT_NE(std::string(refused.what()).find("another version"), std::string::npos) << refused.what();
  }
}

}  // namespace
}  // namespace spectrakit::sandbox
