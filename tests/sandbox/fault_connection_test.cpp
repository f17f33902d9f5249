#include <chrono>
#include <thread>

#include "raw_connection.h"
#include "sandbox_test.h"

namespace spectrakit::tests {
namespace {

constexpr char kInspection[] = "/v2/inspections/10000001";

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// When the bytes of an answer arrive, and how its connection ends.
class SandboxConnectionFault : public SandboxTest {
 protected:
  void add(const Json& action) { sandbox_.add_fault({{"action", action}}); }

  std::string upload_bytes() const {
    const std::string part = "--X\r\nContent-Disposition: form-data; name=\"data[attributes]";
    const std::string form =
        part + "[inspection_id]\"\r\n\r\n10000001\r\n" + part + "[file]\"; filename=\"a.pdf\"\r\n\r\n%PDF\r\n--X--\r\n";
    return "POST /v2/inspection_attachments HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + sandbox_.api_key() +
           "\r\nContent-Type: multipart/form-data; boundary=X\r\nContent-Length: " + std::to_string(form.size()) +
           "\r\n\r\n" + form;
  }
  /// The log's first request as soon as its work is done.
  Json wait_for_work() {
    while (true) {
      const Json all = sandbox_.requests();
      if (!all.empty() && !all.at(0).at("work_status").is_null()) return all.at(0);
      std::this_thread::yield();
    }
  }
};

TEST_F(SandboxConnectionFault, ResetsBeforeTheAnswer) {
  for (const char* when : {"before", "after_request"}) {
    sandbox_.clear_requests();
    add({{"reset", when}});
    RawConnection connection(sandbox_.port());
    connection.send(upload_bytes());
    EXPECT_EQ(connection.read_to_end(), "") << when;
    EXPECT_TRUE(connection.was_reset()) << when;
    EXPECT_TRUE(sandbox_.requests().at(0).at("work_status").is_null()) << when;
    EXPECT_EQ(sandbox_.requests().at(0).at("body_complete"), std::string(when) == "after_request");
  }
  EXPECT_EQ(attachment_count("10000001"), 0);
}

TEST_F(SandboxConnectionFault, ResetsWithinTheAnswerAfterTheBytesArrived) {
  add({{"reset_after_bytes", 500}});
  RawConnection connection(sandbox_.port());
  connection.send(upload_bytes());
  const std::string arrived = connection.read_to_end();
  EXPECT_EQ(arrived.size(), 500U);
  EXPECT_TRUE(arrived.starts_with("HTTP/1.1 201 "));
  EXPECT_TRUE(connection.was_reset());
  EXPECT_EQ(attachment_count("10000001"), 1);
}

TEST_F(SandboxConnectionFault, ResetsAfterWorkWithoutAByteOfItsAnswer) {
  add({{"reset_after_bytes", 0}});
  RawConnection connection(sandbox_.port());
  connection.send(upload_bytes());
  EXPECT_EQ(connection.read_to_end(), "");
  EXPECT_TRUE(connection.was_reset());
  EXPECT_EQ(wait_for_work().at("work_status"), 201);
  EXPECT_TRUE(wait_for_work().at("status").is_null());
}

TEST_F(SandboxConnectionFault, EndsTheConnectionAfterAnAnswerThatDoesNotSaySo) {
  for (const char* how : {"close", "reset"}) {
    add({{how, "after_answer"}});
    RawConnection connection(sandbox_.port());
    connection.send(raw_get(kInspection));
    const std::string answer = connection.read_answer();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << how;
    EXPECT_EQ(answer.find("Connection: close"), std::string::npos) << how;
    EXPECT_EQ(connection.read_to_end(), "") << how;
    EXPECT_EQ(connection.was_reset(), std::string(how) == "reset");
  }
}

TEST_F(SandboxConnectionFault, WaitsBetweenHeadAndBody) {
  add({{"body_delay_ms", 24 * 3600 * 1000}});
  RawConnection endless(sandbox_.port());
  endless.send(raw_get(kInspection));
  EXPECT_TRUE(endless.read_until("\r\n\r\n").starts_with("HTTP/1.1 200 "));

  add({{"body_delay_ms", 100}});
  RawConnection connection(sandbox_.port());
  const auto start = Clock::now();
  connection.send(raw_get(kInspection));
  EXPECT_TRUE(connection.read_answer().ends_with("}"));
  EXPECT_GE(Clock::now() - start, milliseconds(100));
}

TEST_F(SandboxConnectionFault, DripsTheAnswerAFewBytesAtATime) {
  add({{"drip_bytes", 40}, {"drip_delay_ms", 5}, {"status", 503}, {"body", std::string(400, 'x')}});
  RawConnection connection(sandbox_.port());
  const auto start = Clock::now();
  connection.send(raw_get(kInspection));
  const std::string answer = connection.read_answer();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 "));
  EXPECT_TRUE(answer.ends_with(std::string(400, 'x')));
  EXPECT_GE(Clock::now() - start, milliseconds(5 * 400 / 40));
  EXPECT_EQ(sandbox_.requests().at(0).at("status"), 503);
}

TEST_F(SandboxConnectionFault, StopsDrippingWhenTheClientLeaves) {
  add({{"drip_bytes", 1}, {"drip_delay_ms", 60'000}});
  {
    RawConnection connection(sandbox_.port());
    connection.send(raw_get(kInspection));
    EXPECT_EQ(connection.read_until("H"), "H");
  }
  EXPECT_EQ(get(kInspection).status, 200);
  EXPECT_EQ(sandbox_.stop(), 0);
}

TEST_F(SandboxConnectionFault, SendsInformationalAnswersInFrontOfTheRealOne) {
  add({{"inform", {102, 103, 100}}});
  RawConnection connection(sandbox_.port());
  connection.send(raw_get(kInspection));
  EXPECT_EQ(connection.read_until("\r\n\r\n"), "HTTP/1.1 102 Processing\r\n\r\n");
  EXPECT_EQ(connection.read_until("\r\n\r\n"), "HTTP/1.1 103 Early Hints\r\n\r\n");
  EXPECT_EQ(connection.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_TRUE(connection.read_answer().starts_with("HTTP/1.1 200 OK\r\n"));
  EXPECT_EQ(sandbox_.requests().at(0).at("status"), 200);
}

TEST_F(SandboxConnectionFault, DoesTheWorkAWhileAfterTheClientLeft) {
  add({{"work_after_leaving_ms", 200}});
  Clock::time_point left;
  {
    RawConnection connection(sandbox_.port());
    connection.send(upload_bytes());
    while (sandbox_.requests().empty() || sandbox_.requests().at(0).at("body_complete") == false) {
      std::this_thread::yield();
    }
    EXPECT_EQ(attachment_count("10000001"), 0);
    left = Clock::now();
  }
  const Json request = wait_for_work();
  EXPECT_GE(Clock::now() - left, milliseconds(200));
  EXPECT_EQ(request.at("work_status"), 201);
  EXPECT_TRUE(request.at("status").is_null());
  EXPECT_GE(request.at("work_done_unix_ms").get<int64_t>() - request.at("received_unix_ms").get<int64_t>(), 200);
  EXPECT_EQ(attachment_count("10000001"), 1);
}

TEST_F(SandboxConnectionFault, DoesNoLateWorkWhenItStopsBefore) {
  add({{"work_after_leaving_ms", 24 * 3600 * 1000}});
  {
    RawConnection connection(sandbox_.port());
    connection.send(upload_bytes());
    while (sandbox_.requests().empty()) std::this_thread::yield();
  }
  const auto start = Clock::now();
  EXPECT_EQ(sandbox_.stop(), 0);
  EXPECT_LT(Clock::now() - start, std::chrono::seconds(30));
}

TEST_F(SandboxConnectionFault, TakesOnlyTheRequestsOfItsKey) {
  const std::string key = "a-key-that-nobody-has";
  const Json rule = {{"match", {{"key", key}}}, {"times", 0}, {"action", {{"status", 503}}}};
  sandbox_.add_fault(rule);
  EXPECT_EQ(get(kInspection).status, 200);
  EXPECT_EQ(get(kInspection, {{"Authorization", "Bearer " + key}}).status, 503);
  const Json listed = sandbox_.admin("GET", "/_sandbox/faults");
  EXPECT_EQ(listed.dump().find(key), std::string::npos);
  EXPECT_EQ(listed.at("faults").at(0).at("rule").at("match").at("key"), "***");
  EXPECT_EQ(listed.at("faults").at(0).at("taken"), 1);
}

TEST_F(SandboxConnectionFault, ShowsItsClockInEveryAnswer) {
  for (const char* path : {kInspection, "/v2/nothing", "/_sandbox/health"}) {
    const std::string date = get(path).header("Date");
    std::tm time{};
    const char* rest = ::strptime(date.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &time);
    ASSERT_TRUE(rest != nullptr && *rest == '\0') << date;
    EXPECT_NEAR(static_cast<double>(::timegm(&time)), static_cast<double>(std::time(nullptr)), 60.0) << date;
  }
}

}  // namespace
}  // namespace spectrakit::tests
