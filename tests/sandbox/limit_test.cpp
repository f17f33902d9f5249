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

TEST_F(SandboxLimit, RefusesALimitThatIsNone) {
  httplib::Client client(sandbox_.url());
  for (const char* settings : {R"({"monthly_quota":-1})", R"({"requests_per_minute":"many"})", R"({"quota":1})"}) {
    EXPECT_EQ(client.Post("/_sandbox/settings", settings, "application/json")->status, 422) << settings;
  }
}

}  // namespace
}  // namespace spectrakit::tests
