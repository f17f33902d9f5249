#include "policy/ledger.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "policy/ledger_file.h"
#include "support/temporary_folder.h"

namespace spectrakit::policy {
namespace {

constexpr int64_t kNovember20 = 1'795'132'800'000;  // 2026-11-20T00:00:00Z
constexpr int64_t kDayMs = 24 * 3'600'000;

std::unique_ptr<Ledger> open_ledger(const std::string& path, std::string_view key = "key-1",
                                    std::string_view host = "https://a:443", int64_t now_ms = kNovember20) {
  auto file = LedgerFile::open(path, host, key);
  EXPECT_TRUE(file.ok()) << file.error->message;
  auto ledger = std::make_unique<Ledger>(std::move(file.value));
  const ErrorPtr error = ledger->begin(now_ms);
  EXPECT_EQ(error, nullptr) << error->message;
  return ledger;
}

TEST(Ledger, CountsByMonthAndFeature) {
  Ledger ledger(nullptr);
  ledger.begin(kNovember20);
  ledger.add("inspections.list", kNovember20);
  ledger.add("inspections.list", kNovember20);
  ledger.add("nightly sync", kNovember20);
  const Usage usage = ledger.usage(kNovember20);
  EXPECT_EQ(usage.month, "2026-11");
  EXPECT_EQ(usage.calls, 3);
  EXPECT_EQ(usage.calls_by_feature.at("inspections.list"), 2);
  EXPECT_EQ(usage.calls_by_feature.at("nightly sync"), 1);
}

TEST(Ledger, ANewMonthBeginsAtMidnightUtc) {
  Ledger ledger(nullptr);
  ledger.begin(kNovember20);
  const int64_t december = next_month_unix_ms(kNovember20);
  EXPECT_EQ(month_of(december - 1), "2026-11");
  EXPECT_EQ(month_of(december), "2026-12");
  ledger.add("a", december - 1);
  EXPECT_EQ(ledger.calls(december - 1), 1);
  EXPECT_EQ(ledger.calls(december), 0);
  ledger.add("a", december);
  EXPECT_EQ(ledger.usage(december).calls, 1);
  EXPECT_EQ(month_of(next_month_unix_ms(december)), "2027-01");
}

TEST(Ledger, ForecastsTheMonthFromThePartThatHasPassed) {
  const int64_t november = kNovember20 - 19 * kDayMs;
  EXPECT_EQ(forecast_calls(100, november + 10 * kDayMs), 300);
  EXPECT_EQ(forecast_calls(10, november + 3'600'000), 300) << "at least a day counts, or the first hour would shout";
  EXPECT_EQ(forecast_calls(0, kNovember20), 0);
}

TEST(Ledger, AForecastThatIsTooLargeIsTheLargestNumber) {
  EXPECT_EQ(policy::forecast_calls(INT64_MAX, 1'800'000'000'000), INT64_MAX);
}

TEST(Ledger, TheFileOutlivesTheProcessAndIsShared) {
  const tests::TemporaryFolder folder;
  const std::string path = folder.path("state/ledger.sqlite");
  {
    const auto first = open_ledger(path);
    EXPECT_TRUE(first->add("a", kNovember20)) << "a write is due";
    EXPECT_FALSE(first->add("a", kNovember20)) << "and was told";
    EXPECT_EQ(first->write(), nullptr);
    EXPECT_TRUE(first->add("a", kNovember20));
    EXPECT_EQ(first->write(), nullptr);
  }
  const auto second = open_ledger(path);
  EXPECT_EQ(second->calls(kNovember20), 3);
  EXPECT_EQ(open_ledger(path, "key-2")->calls(kNovember20), 0) << "another key";
  EXPECT_EQ(open_ledger(path, "key-1", "https://b:443")->calls(kNovember20), 0) << "another host";
  EXPECT_EQ(open_ledger(path, "key-1", "https://a:443", kNovember20 + 30 * kDayMs)->calls(kNovember20 + 30 * kDayMs),
            0);
}

TEST(Ledger, EightProcessesLoseNoCall) {
  const tests::TemporaryFolder folder;
  const std::string path = folder.path("ledger.sqlite");
  std::vector<pid_t> children;
  for (int child = 0; child < 8; ++child) {
    const pid_t pid = fork();
    if (pid == 0) {
      auto file = LedgerFile::open(path, "h", "k");
      if (!file.ok()) _exit(1);
      Ledger ledger(std::move(file.value));
      if (ledger.begin(kNovember20)) _exit(2);
      for (int call = 0; call < 200; ++call) {
        ledger.add("a", kNovember20);
        if (ledger.write()) _exit(3);
      }
      _exit(0);
    }
    children.push_back(pid);
  }
  for (const pid_t pid : children) {
    int status = 0;
    waitpid(pid, &status, 0);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(open_ledger(path, "k", "h")->calls(kNovember20), 8 * 200);
}

TEST(Ledger, TheKeyStandsNowhereInTheFile) {
  const tests::TemporaryFolder folder;
  const std::string path = folder.path("ledger.sqlite");
  {
    const auto ledger = open_ledger(path, "sk_very_secret_key");
    ledger->add("a", kNovember20);
    ledger->write();
  }
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  EXPECT_GT(bytes.size(), 1000u);
  EXPECT_EQ(bytes.find("very_secret"), std::string::npos);
}

TEST(Ledger, AFileThatIsNoLedgerIsRefusedAndStaysAsItIs) {
  const tests::TemporaryFolder folder;
  const std::string path = folder.path("notes.txt");
  const std::string text = "Not a database, but somebody's notes, long enough to look at: " + std::string(200, '.');
  std::ofstream(path) << text;
  const auto opened = LedgerFile::open(path, "h", "k");
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error->status, Status::file_failed);
  EXPECT_NE(opened.error->message.find(path), std::string::npos) << opened.error->message;
  std::ifstream file(path);
  EXPECT_EQ(std::string((std::istreambuf_iterator<char>(file)), {}), text);
}

TEST(Ledger, APathThatCanNotBeWrittenIsNamed) {
  const auto opened = LedgerFile::open("/proc/no/ledger.sqlite", "h", "k");
  ASSERT_FALSE(opened.ok());
  EXPECT_NE(opened.error->message.find("/proc/no/ledger.sqlite"), std::string::npos) << opened.error->message;
}

}  // namespace
}  // namespace spectrakit::policy
