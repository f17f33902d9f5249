#include "sandbox_test.h"

namespace spectrakit::tests {
namespace {

constexpr char kInspection[] = "/v2/inspections/10000001";

class SandboxLimit : public SandboxTest {
 protected:
  void set(const Json& settings) { sandbox_.admin("POST", "/_sandbox/settings", settings); }
  /// The first refusal among so many reads; status 0 when there is none.
  Answer first_refusal(int reads) const {
    for (int i = 0; i < reads; ++i) {
      Answer answer = get(kInspection);
      if (answer.status != 200) return answer;
    }
    return {};
  }
};

TEST_F(SandboxLimit, RefusesTheCallsOfAFullMinuteAndSaysWhenItEnds) {
  set({{"requests_per_minute", 3}});
  // A new minute may begin on the way, but not twice.
  const Answer refused = first_refusal(7);
  EXPECT_EQ(refused.status, 429);
  const int seconds = std::stoi(refused.header("Retry-After"));
  EXPECT_GE(seconds, 1);
  EXPECT_LE(seconds, 60);
  EXPECT_EQ(refused.json().at("errors").at(0).at("status"), "429");
  EXPECT_EQ(get(kInspection, {{"Authorization", "Bearer wrong"}}).status, 401);
  set({{"requests_per_minute", 0}});
  EXPECT_EQ(first_refusal(10).status, 0);
}

TEST_F(SandboxLimit, RefusesTheCallsOfAFullMonthWithoutAnEndInSight) {
  set({{"monthly_quota", 3}});
  EXPECT_EQ(first_refusal(3).status, 0);
  const Answer refused = get(kInspection);
  EXPECT_EQ(refused.status, 429);
  EXPECT_FALSE(refused.headers.contains("Retry-After"));
  EXPECT_EQ(sandbox_.admin("GET", "/_sandbox/settings").at("monthly_quota"), 3);
}

TEST_F(SandboxLimit, LeavesRetryAfterOutWhenItIsTold) {
  set({{"requests_per_minute", 1}, {"retry_after", false}});
  const Answer refused = first_refusal(3);
  EXPECT_EQ(refused.status, 429);
  EXPECT_FALSE(refused.headers.contains("Retry-After"));
}

TEST_F(SandboxLimit, BeginsANewMinuteAndMonthOnItsOwnClock) {
  sandbox_.admin("PUT", "/_sandbox/clock", {{"now", "2026-11-29T12:00:01Z"}});
  set({{"requests_per_minute", 1}, {"monthly_quota", 2}});
  EXPECT_EQ(get(kInspection).status, 200);
  EXPECT_EQ(get(kInspection).status, 429);
  sandbox_.admin("POST", "/_sandbox/clock/advance", {{"by_ms", 60'000}});
  EXPECT_EQ(get(kInspection).status, 200);
  sandbox_.admin("POST", "/_sandbox/clock/advance", {{"by_ms", 60'000}});
  EXPECT_FALSE(get(kInspection).headers.contains("Retry-After"));
  sandbox_.admin("PUT", "/_sandbox/clock", {{"now", "2026-12-01T00:00:01Z"}});
  EXPECT_EQ(get(kInspection).status, 200);
}

TEST_F(SandboxLimit, RefusesAFileThatIsLongerThanItIsTold) {
  set({{"max_file_bytes", 5}});
  EXPECT_EQ(upload({{"inspection_id", "10000001"}}, "a.txt", "12345").status, 201);
  EXPECT_EQ(upload({{"inspection_id", "10000001"}}, "a.txt", "123456").status, 413);
  EXPECT_EQ(attachment_count("10000001"), 1);
}

TEST_F(SandboxLimit, AnswersErrorsAsProblemDetailsWhenItIsTold) {
  set({{"error_format", "problem_details"}});
  for (const auto& [status, answer] :
       {std::pair(401, get(kInspection, {{"Authorization", "Bearer wrong"}})), std::pair(404, get("/v2/inspections/1")),
        std::pair(404, get("/v2/nothing")), std::pair(405, send("DELETE", kInspection)),
        std::pair(422, upload({{"inspection_id", "1"}}, "a.exe", "bytes"))}) {
    EXPECT_EQ(answer.status, status);
    EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
    EXPECT_EQ(answer.json().at("status"), status);
    EXPECT_TRUE(answer.json().at("detail").is_string());
    EXPECT_TRUE(answer.json().at("instance").get<std::string>().starts_with("/v2/"));
  }
  const Json problems = upload({{"inspection_id", "1"}}, "a.exe", "bytes").json().at("errors");
  EXPECT_EQ(problems.at(0).at("pointer"), "#/data/attributes/inspection_id");
  EXPECT_EQ(problems.at(1).at("pointer"), "#/data/attributes/file");
  EXPECT_TRUE(get("/_sandbox/keys/1").json().contains("errors"));
}

TEST_F(SandboxLimit, KeepsASettingThatIsNotNamedAndAllWhenOneIsWrong) {
  set({{"monthly_quota", 17}});
  set({{"stats_path", "/v2/connection_stats"}});
  httplib::Client client(sandbox_.url());
  const char* wrong = R"({"monthly_quota":18,"error_format":"xml"})";
  EXPECT_EQ(client.Post("/_sandbox/settings", wrong, "application/json")->status, 422);
  const Json settings = sandbox_.admin("GET", "/_sandbox/settings");
  EXPECT_EQ(settings.at("monthly_quota"), 17);
  EXPECT_EQ(settings.at("stats_path"), "/v2/connection_stats");
}

TEST_F(SandboxLimit, RefusesALimitThatIsNone) {
  httplib::Client client(sandbox_.url());
  for (const char* settings : {R"({"monthly_quota":-1})", R"({"requests_per_minute":"many"})", R"({"quota":1})"}) {
    EXPECT_EQ(client.Post("/_sandbox/settings", settings, "application/json")->status, 422) << settings;
  }
}

}  // namespace
}  // namespace spectrakit::tests
