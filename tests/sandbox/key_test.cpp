#include "sandbox_test.h"

namespace spectrakit::tests {
namespace {

class SandboxKey : public SandboxTest {
 protected:
  int status_with(const std::string& key, const std::string& path = "/v2/inspections/10000001") const {
    return get(path, {{"Authorization", "Bearer " + key}}).status;
  }
  Json key(int64_t id) {
    const Json keys = sandbox_.admin("GET", "/_sandbox/keys");
    for (const Json& each : keys.at("keys")) {
      if (each.at("id") == id) return each;
    }
    return {};
  }
  Json make_key(const Json& wanted) { return sandbox_.admin("POST", "/_sandbox/keys", wanted); }
  void advance_s(int64_t by_s) { sandbox_.admin("POST", "/_sandbox/clock/advance", {{"by_ms", by_s * 1000}}); }
};

TEST_F(SandboxKey, BelongsToOneCompany) {
  const Json first = get("/v2/inspections?page[size]=1").json();
  EXPECT_EQ(first.at("meta").at("pagination").at("records"), 2000);
  const Answer second = get("/v2/inspections?page[size]=1", {{"Authorization", "Bearer sandbox-key-2"}});
  EXPECT_EQ(second.json().at("meta").at("pagination").at("records"), 300);
  EXPECT_EQ(status_with("sandbox-key-2"), 404);
  EXPECT_EQ(status_with("sandbox-key-3"), 401);
}

TEST_F(SandboxKey, SharesGlobalRecordsOfPeopleBetweenCompanies) {
  const Json second = get("/v2/connections?include=agent", {{"Authorization", "Bearer sandbox-key-2"}}).json();
  int shared_count = 0;
  for (const Json& connection : second.at("data")) {
    const std::string agent_id = connection.at("relationships").at("agent").at("data").at("id");
    const Json found = get("/v2/connections?filter[agent_id]=" + agent_id).json().at("data");
    if (found.empty()) continue;
    ++shared_count;
    EXPECT_EQ(found.at(0).at("attributes").at("email"), connection.at("attributes").at("email"));
    EXPECT_NE(found.at(0).at("id"), connection.at("id"));
  }
  EXPECT_EQ(shared_count, 8);
}

TEST_F(SandboxKey, WorksUntilItExpires) {
  const Json made = make_key({{"user_id", 1}, {"name", "laboratory"}, {"expires_in_s", 3600}});
  EXPECT_EQ(made.at("state"), "expiring");
  EXPECT_EQ(status_with(made.at("value")), 200);
  advance_s(3601);
  EXPECT_EQ(status_with(made.at("value")), 401);
  EXPECT_EQ(key(made.at("id")).at("state"), "expired");
}

TEST_F(SandboxKey, IsShownOnceAndMaskedAfterwards) {
  const Json made = make_key({{"user_id", 1}, {"value", "chosen-by-a-test"}});
  EXPECT_EQ(made.at("value"), "chosen-by-a-test");
  EXPECT_TRUE(key(made.at("id")).at("last_used_at").is_null());
  EXPECT_EQ(status_with("chosen-by-a-test"), 200);
  const Json listed = key(made.at("id"));
  EXPECT_FALSE(listed.contains("value"));
  EXPECT_EQ(listed.at("masked"), "…test");
  EXPECT_TRUE(listed.at("last_used_at").is_string());
  EXPECT_EQ(sandbox_.admin("GET", "/_sandbox/keys").dump().find("chosen-by"), std::string::npos);
}

TEST_F(SandboxKey, IsRolledIntoANewOneAndExpires) {
  const Json rolled = sandbox_.admin("POST", "/_sandbox/keys/1/roll", {{"expires_in_s", 60}});
  EXPECT_EQ(rolled.at("state"), "active");
  EXPECT_EQ(key(1).at("state"), "expiring");
  EXPECT_EQ(status_with("sandbox-key"), 200);
  EXPECT_EQ(status_with(rolled.at("value")), 200);
  EXPECT_EQ(admin_status("POST", "/_sandbox/keys/1/roll"), 409);
  advance_s(61);
  EXPECT_EQ(status_with("sandbox-key"), 401);
  EXPECT_EQ(status_with(rolled.at("value")), 200);
}

TEST_F(SandboxKey, CanBeDeletedOnlyWhenItExpires) {
  EXPECT_EQ(admin_status("DELETE", "/_sandbox/keys/1"), 409);
  sandbox_.admin("POST", "/_sandbox/keys/1/roll");
  EXPECT_EQ(admin_status("DELETE", "/_sandbox/keys/1"), 204);
  EXPECT_EQ(admin_status("DELETE", "/_sandbox/keys/1"), 404);
  EXPECT_EQ(status_with("sandbox-key"), 401);
}

TEST_F(SandboxKey, DiesWithTheUserWhoMadeIt) {
  sandbox_.admin("PUT", "/_sandbox/users/1", {{"active", false}});
  EXPECT_EQ(status_with("sandbox-key"), 401);
  EXPECT_EQ(key(1).at("state"), "disabled");
  EXPECT_EQ(status_with("sandbox-key-2", "/v2/inspections"), 200);
  sandbox_.admin("PUT", "/_sandbox/users/1", {{"active", true}});
  EXPECT_EQ(status_with("sandbox-key"), 200);
}

TEST_F(SandboxKey, MayDoWhatItsUserMayDo) {
  sandbox_.admin("PUT", "/_sandbox/users/1", {{"permissions", {"inspections:read", "attachments:read"}}});
  EXPECT_EQ(status_with("sandbox-key"), 200);
  EXPECT_EQ(status_with("sandbox-key", "/v2/inspection_attachments"), 200);
  for (const char* path : {"/v2/connections", "/v2/connections/500001", "/v2/connections/stats", "/v2/connection_stats",
                           "/v2/contacts", "/v2/contacts/700001"}) {
    EXPECT_EQ(status_with("sandbox-key", path), 403) << path;
  }
  const Answer refused = upload({{"inspection_id", "10000001"}}, "a.txt", "bytes");
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(refused.body.find("attachments:write"), std::string::npos);
  EXPECT_EQ(to_answer(make_client().Post("/v2/contacts", "{}", "application/json")).status, 403);
}

TEST_F(SandboxKey, IsRefusedWithTheReasonInsteadOfBeingMadeWrong) {
  for (const char* body : {"{}", R"({"user_id":99})", R"({"user_id":"1"})", R"({"user_id":1,"value":"short"})",
                           R"({"user_id":1,"value":"with a space"})", R"({"user_id":1.5})",
                           R"({"user_id":1,"expires_in_s":-1})", R"({"user_id":1,"nme":"x"})"}) {
    EXPECT_EQ(admin_status("POST", "/_sandbox/keys", body), 422) << body;
  }
  EXPECT_EQ(admin_status("POST", "/_sandbox/keys", R"({"user_id":1,"value":"sandbox-key"})"), 409);
  EXPECT_EQ(admin_status("POST", "/_sandbox/keys", R"({"user_id":1.0})"), 201);
  EXPECT_EQ(admin_status("POST", "/_sandbox/keys", "{"), 400);
  EXPECT_EQ(admin_status("PUT", "/_sandbox/users/99", R"({"active":true})"), 404);
  EXPECT_EQ(admin_status("PUT", "/_sandbox/users/1", R"({"permissions":["everything"]})"), 422);
  EXPECT_EQ(admin_status("POST", "/_sandbox/keys/99/roll"), 404);
}

TEST_F(SandboxKey, IsTakenWithASchemeInAnyCaseAndMaskedWhateverStandsInFront) {
  EXPECT_EQ(get("/v2/inspections", {{"Authorization", "bearer sandbox-key"}}).status, 200);
  EXPECT_EQ(get("/v2/inspections", {{"Authorization", "sandbox-key"}}).status, 401);
  EXPECT_EQ(get("/v2/inspections", {{"Authorization", "sandbox-key x"}}).status, 401);
  EXPECT_EQ(sandbox_.requests().dump().find("sandbox-key"), std::string::npos);
}

}  // namespace
}  // namespace spectrakit::tests
