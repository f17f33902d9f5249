#include <chrono>
#include <future>
#include <thread>

#include "raw_connection.h"
#include "sandbox_test.h"

namespace spectrakit::tests {
namespace {

constexpr char kInspection[] = "/v2/inspections/10000001";

class SandboxFault : public SandboxTest {
 protected:
  Json last_request() { return sandbox_.requests().back(); }
  /// Returns when the sandbox has received so many requests.
  void wait_for_requests(size_t count) {
    while (sandbox_.requests().size() < count) std::this_thread::yield();
  }
  std::string bad_rule(const Json& rule) {
    httplib::Client client(sandbox_.url());
    const auto result = client.Post("/_sandbox/faults", rule.dump(), "application/json");
    return result ? std::to_string(result->status) + " " + result->body : "no answer";
  }
};

TEST_F(SandboxFault, AnswersAStatusInsteadOfTheWork) {
  sandbox_.add_fault({{"match", {{"method", "POST"}}},
                      {"action", {{"status", 503}, {"headers", {{"Retry-After", "2"}}}, {"body", "busy"}}}});
  const Answer refused = upload({{"inspection_id", "10000001"}}, "a.pdf", std::string(300'000, 'x'));
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.header("Retry-After"), "2");
  EXPECT_EQ(refused.body, "busy");
  EXPECT_EQ(last_request().at("status"), 503);
  EXPECT_EQ(last_request().at("body_complete"), true);
  EXPECT_GT(last_request().at("body_bytes").get<int>(), 300'000);
  EXPECT_EQ(attachment_count("10000001"), 0);
  EXPECT_EQ(upload({{"inspection_id", "10000001"}}, "a.pdf", "x").status, 201);
}

TEST_F(SandboxFault, KeepsTheConnectionAfterAStatus) {
  sandbox_.add_fault({{"action", {{"status", 500}}}});
  RawConnection connection(sandbox_.port());
  connection.send(raw_get(kInspection));
  EXPECT_TRUE(connection.read_answer().starts_with("HTTP/1.1 500 "));
  connection.send(raw_get(kInspection));
  EXPECT_TRUE(connection.read_answer().starts_with("HTTP/1.1 200 "));
  EXPECT_EQ(sandbox_.requests().at(0).at("connection"), sandbox_.requests().at(1).at("connection"));
}

TEST_F(SandboxFault, AnswersAnyBodyAsAStatus200) {
  sandbox_.add_fault({{"action", {{"body", "<html>not json"}, {"content_type", "text/html"}}}});
  const Answer answer = get(kInspection);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Content-Type"), "text/html");
  EXPECT_EQ(answer.body, "<html>not json");
}

TEST_F(SandboxFault, ClosesBeforeTheWork) {
  for (const char* when : {"before", "after_request"}) {
    sandbox_.clear_requests();
    sandbox_.add_fault({{"match", {{"method", "POST"}}}, {"action", {{"close", when}}}});
    RawConnection connection(sandbox_.port());
    connection.send("POST /v2/inspection_attachments HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody");
    EXPECT_EQ(connection.read_to_end(), "") << when;
    EXPECT_FALSE(connection.was_reset()) << when;
    EXPECT_TRUE(last_request().at("status").is_null()) << when;
    EXPECT_EQ(last_request().at("body_bytes"), std::string(when) == "before" ? 0 : 4);
  }
  EXPECT_EQ(get(kInspection).status, 200);
}

TEST_F(SandboxFault, LosesTheAnswerOfWorkThatIsDone) {
  const Json before = sandbox_.admin("GET", "/_sandbox/health");
  const int64_t rule = sandbox_.add_fault(
      {{"match", {{"method", "POST"}, {"path", "/v2/inspection_attachments"}}}, {"action", {{"lose_answer", true}}}});
  EXPECT_EQ(upload({{"inspection_id", "10000001"}}, "a.pdf", "x").status, 0);
  EXPECT_EQ(attachment_count("10000001"), 1);
  const Json lost = sandbox_.requests().at(0);
  EXPECT_EQ(lost.at("method"), "POST");
  EXPECT_EQ(lost.at("fault"), rule);
  EXPECT_TRUE(lost.at("status").is_null());
}

TEST_F(SandboxFault, CutsTheAnswerAfterSomeBytes) {
  RawConnection whole(sandbox_.port());
  whole.send(raw_get(kInspection));
  const std::string answer = whole.read_answer();
  sandbox_.add_fault({{"action", {{"truncate_bytes", 500}}}});
  RawConnection cut(sandbox_.port());
  cut.send(raw_get(kInspection));
  const std::string arrived = cut.read_to_end();
  EXPECT_EQ(arrived.size(), 500U);
  EXPECT_TRUE(arrived.starts_with("HTTP/1.1 200 OK\r\n"));
  EXPECT_FALSE(cut.was_reset());
  EXPECT_GT(answer.size(), 1000U);
}

TEST_F(SandboxFault, DelaysTheAnswer) {
  sandbox_.add_fault({{"action", {{"delay_ms", 150}}}});
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(get(kInspection).status, 200);
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(150));
}

TEST_F(SandboxFault, CombinesADelayWithAStatus) {
  sandbox_.add_fault({{"action", {{"delay_ms", 50}, {"status", 504}}}});
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(get(kInspection).status, 504);
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(50));
}

TEST_F(SandboxFault, HoldsTheAnswerUntilItIsReleased) {
  sandbox_.add_fault({{"action", {{"hold", true}}}});
  auto held = std::async(std::launch::async, [&] { return get(kInspection).status; });
  wait_for_requests(1);
  EXPECT_TRUE(last_request().at("status").is_null());
  // Another request passes meanwhile: the rule is used up.
  EXPECT_EQ(get(kInspection).status, 200);
  EXPECT_EQ(held.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  sandbox_.release();
  EXPECT_EQ(held.get(), 200);
}

TEST_F(SandboxFault, LetsAHeldAnswerGoWhenTheClientLeaves) {
  sandbox_.add_fault({{"action", {{"hold", true}}}});
  {
    RawConnection connection(sandbox_.port());
    connection.send(raw_get(kInspection));
    wait_for_requests(1);
  }
  EXPECT_EQ(get(kInspection).status, 200);
  EXPECT_EQ(sandbox_.stop(), 0);
}

TEST_F(SandboxFault, TakesTheRequestsThatTheRuleNames) {
  sandbox_.add_fault({{"match", {{"method", "GET"}, {"path", "/v2/inspections"}, {"nth", 2}}},
                      {"times", 2},
                      {"action", {{"status", 500}}}});
  std::vector<int> statuses;
  for (const char* path : {"/v2/inspections?page[size]=1", "/v2/inspection_attachments", "/v2/inspections?page[size]=2",
                           kInspection, kInspection}) {
    statuses.push_back(get(path).status);
  }
  EXPECT_EQ(statuses, (std::vector<int>{200, 200, 500, 500, 200}));
}

TEST_F(SandboxFault, AppliesRulesInTheOrderOfAdding) {
  sandbox_.add_fault({{"action", {{"status", 500}}}});
  sandbox_.add_fault({{"action", {{"status", 429}}}});
  sandbox_.add_fault({{"times", 0}, {"action", {{"status", 404}}}});
  std::vector<int> statuses;
  for (int i = 0; i < 4; ++i) statuses.push_back(get(kInspection).status);
  EXPECT_EQ(statuses, (std::vector<int>{500, 429, 404, 404}));
  sandbox_.clear_faults();
  EXPECT_EQ(get(kInspection).status, 200);
}

TEST_F(SandboxFault, RefusesARuleThatMakesNoSense) {
  EXPECT_TRUE(bad_rule({{"action", {{"explode", true}}}}).starts_with("422 "));
  EXPECT_TRUE(bad_rule({{"action", Json::object()}}).starts_with("422 "));
  EXPECT_TRUE(bad_rule({{"action", {{"delay_ms", -1}}}}).starts_with("422 "));
  EXPECT_TRUE(bad_rule({{"match", {{"url", "/v2"}}}, {"action", {{"hold", true}}}}).starts_with("422 "));
  EXPECT_TRUE(bad_rule({{"action", {{"close", "later"}}}}).starts_with("422 "));
  EXPECT_TRUE(bad_rule("text").starts_with("422 "));
  EXPECT_EQ(get(kInspection).status, 200);
}

TEST_F(SandboxFault, LogsWhatWasReceivedWithoutTheKey) {
  RawConnection connection(sandbox_.port());
  connection.send("POST /v2/inspections?a=b%20c HTTP/1.1\r\nHost: h\r\nauthorization: Bearer " + sandbox_.api_key() +
                  "\r\nX-Note: one\r\nContent-Length: 3\r\n\r\nabc");
  EXPECT_TRUE(connection.read_answer().starts_with("HTTP/1.1 405 "));
  const Json all = sandbox_.requests();
  EXPECT_EQ(all.dump().find(sandbox_.api_key()), std::string::npos);
  ASSERT_EQ(all.size(), 1U);
  const Json& request = all.at(0);
  EXPECT_EQ(request.at("method"), "POST");
  EXPECT_EQ(request.at("path"), "/v2/inspections?a=b%20c");
  EXPECT_EQ(request.at("status"), 405);
  EXPECT_EQ(request.at("body_bytes"), 3);
  EXPECT_EQ(request.at("body_sha256"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(request.at("headers"),
            Json::parse(R"([["Host","h"],["authorization","Bearer ***"],["X-Note","one"],["Content-Length","3"]])"));
  sandbox_.clear_requests();
  EXPECT_TRUE(sandbox_.requests().empty());
}

TEST_F(SandboxFault, RefusesMalformedRequestsAndGoesOn) {
  for (const char* request : {"nonsense\r\n\r\n", "GET / HTTP/3.0\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                              "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                              "POST /v2/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    RawConnection connection(sandbox_.port());
    connection.send(request);
    const std::string answer = connection.read_to_end();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 4")) << request << answer;
    EXPECT_NE(answer.find("x-request-id: "), std::string::npos) << request;
  }
  EXPECT_EQ(get(kInspection).status, 200);
}

TEST_F(SandboxFault, AnswersRequestsThatWereSentAhead) {
  RawConnection connection(sandbox_.port());
  connection.send(raw_get(kInspection) + raw_get("/v2/nothing") + raw_get(kInspection));
  EXPECT_TRUE(connection.read_answer().starts_with("HTTP/1.1 200 "));
  EXPECT_TRUE(connection.read_answer().starts_with("HTTP/1.1 404 "));
  EXPECT_TRUE(connection.read_answer().starts_with("HTTP/1.1 200 "));
}

}  // namespace
}  // namespace spectrakit::tests
