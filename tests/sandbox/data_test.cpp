#include <set>

#include "sandbox_test.h"

namespace spectrakit::tests {
namespace {

class SandboxData : public SandboxTest {
 protected:
  std::vector<Json> all_records(const std::string& path) const {
    std::vector<Json> records;
    Json next = 1;
    while (!next.is_null()) {
      const std::string separator = path.find('?') == std::string::npos ? "?" : "&";
      const Json page = get(path + separator + "page[number]=" + std::to_string(next.get<int>())).json();
      for (const Json& record : page.at("data")) records.push_back(record);
      next = page.at("meta").at("pagination").value("next", Json());
    }
    return records;
  }
};

TEST_F(SandboxData, HoldsACompanyOfTheExpectedSize) {
  EXPECT_GE(all_records("/v2/connections").size(), 300U);
  EXPECT_GE(all_records("/v2/contacts").size(), 1000U);
  EXPECT_GE(all_records("/v2/inspection_attachments").size(), 50U);
  const std::vector<Json> inspections = all_records("/v2/inspections");
  EXPECT_GE(inspections.size(), 2000U);

  int cancelled = 0, unpublished = 0, unpaid = 0;
  size_t bytes = 0;
  std::set<std::string> years;
  for (const Json& inspection : inspections) {
    const Json& attributes = inspection.at("attributes");
    cancelled += !attributes.at("canceled_at").is_null();
    unpublished += attributes.at("canceled_at").is_null() && attributes.at("published_at").is_null();
    unpaid += attributes.at("canceled_at").is_null() && attributes.at("paid") == false;
    years.insert(attributes.at("datetime").get<std::string>().substr(0, 4));
    bytes += inspection.dump().size();
  }
  EXPECT_GT(cancelled, 50);
  EXPECT_GT(unpublished, 50);
  EXPECT_GT(unpaid, 50);
  EXPECT_GE(years.size(), 3U);
  EXPECT_NEAR(static_cast<double>(bytes) / static_cast<double>(inspections.size()), 1300.0, 150.0);
}

TEST_F(SandboxData, GivesEachRecordOnceOverAllPages) {
  for (const char* path :
       {"/v2/inspections?page[size]=77&sort=-datetime", "/v2/contacts?page[size]=200", "/v2/connections?page[size]=7",
        "/v2/inspection_attachments?page[size]=10&sort=created_at"}) {
    const std::vector<Json> records = all_records(path);
    std::set<std::string> ids;
    for (const Json& record : records) ids.insert(record.at("id").get<std::string>());
    EXPECT_EQ(ids.size(), records.size()) << path;
    const Json first_page = get(path).json();
    EXPECT_EQ(first_page.at("meta").at("pagination").at("records"), records.size()) << path;
  }
}

TEST_F(SandboxData, NamesThePagesAsTheReferenceSays) {
  const auto page_names = [&](const std::string& number) {
    const Json page = get("/v2/contacts?page[size]=200&page[number]=" + number).json();
    return std::pair(page.at("meta").at("pagination"), page.at("links"));
  };
  EXPECT_EQ(page_names("1").first, Json::parse(R"({"current":1,"next":2,"last":5,"records":1000})"));
  EXPECT_EQ(page_names("3").first, Json::parse(R"({"current":3,"first":1,"prev":2,"next":4,"last":5,"records":1000})"));
  EXPECT_EQ(page_names("5").first, Json::parse(R"({"current":5,"first":1,"prev":4,"records":1000})"));
  const Json links = page_names("3").second;
  const std::string next = links.at("next").get<std::string>();
  ASSERT_TRUE(next.starts_with(sandbox_.url() + "/v2/contacts?")) << next;
  EXPECT_EQ(get(next.substr(sandbox_.url().size())).json().at("meta").at("pagination").at("current"), 4);
  EXPECT_FALSE(page_names("1").second.contains("prev"));
}

TEST_F(SandboxData, AnswersAnEmptyPageAfterTheLast) {
  const Json page = get("/v2/contacts?page[number]=99").json();
  EXPECT_TRUE(page.at("data").empty());
  EXPECT_FALSE(page.at("meta").at("pagination").contains("next"));
}

TEST_F(SandboxData, SortsInspectionsByTimeBothWays) {
  const auto first_id = [&](const std::string& sort) {
    return get("/v2/inspections?page[size]=1&sort=" + sort).json().at("data").at(0).at("id");
  };
  EXPECT_EQ(first_id("datetime"), "10000001");
  EXPECT_EQ(first_id("-datetime"), "10002000");
  EXPECT_EQ(first_id("nonsense"), "10000001");
}

TEST_F(SandboxData, FiltersByIdAndByInspection) {
  const Json found = get("/v2/inspections?filter[id]=10000042").json();
  ASSERT_EQ(found.at("data").size(), 1U);
  EXPECT_EQ(found.at("data").at(0).at("id"), "10000042");
  EXPECT_TRUE(get("/v2/inspections?filter[id]=x").json().at("data").empty());

  const Json attachment = get("/v2/inspection_attachments?page[size]=1").json().at("data").at(0);
  const int64_t inspection_id = attachment.at("attributes").at("inspection_id").get<int64_t>();
  EXPECT_EQ(attachment_count(std::to_string(inspection_id)), 1);
}

TEST_F(SandboxData, SendsEachIncludedRecordOnce) {
  const Json page =
      get("/v2/"
          "inspections?include=buying_agent,selling_agent,company,assignments,inspection_attachments,buyers,nonsense")
          .json();
  std::set<std::pair<std::string, std::string>> included;
  std::set<std::string> types;
  for (const Json& record : page.at("included")) {
    types.insert(record.at("type"));
    EXPECT_TRUE(included.emplace(record.at("type"), record.at("id")).second) << record.at("id");
  }
  EXPECT_EQ(types, (std::set<std::string>{"assignment", "buyer", "company", "connection", "inspection_attachment"}));
  for (const Json& inspection : page.at("data")) {
    const Json& relationships = inspection.at("relationships");
    const Json& company = relationships.at("company").at("data");
    EXPECT_TRUE(included.contains({company.at("type"), company.at("id")}));
    EXPECT_FALSE(relationships.at("assignments").at("data").empty());
    for (const Json& buyer : relationships.at("buyers").at("data")) {
      EXPECT_TRUE(included.contains({buyer.at("type"), buyer.at("id")}));
    }
  }
  EXPECT_FALSE(get("/v2/inspections?page[size]=1").json().contains("included"));
}

TEST_F(SandboxData, KnowsWhichInspectionsAreCancelled) {
  for (const char* id : {"10000007", "10000027", "10000987"}) {
    EXPECT_TRUE(get("/v2/inspections/" + std::string(id)).json()["data"]["attributes"]["canceled_at"].is_string())
        << id;
  }
  EXPECT_TRUE(get("/v2/inspections/10000001").json()["data"]["attributes"]["canceled_at"].is_null());
  sandbox_.admin("POST", "/_sandbox/inspections/10000001/cancel", {{"reason", "Roof collapsed"}});
  const Json cancelled = get("/v2/inspections/10000001").json()["data"]["attributes"];
  EXPECT_TRUE(cancelled["canceled_at"].is_string());
  EXPECT_EQ(cancelled["cancel_reason"], "Roof collapsed");
}

TEST_F(SandboxData, MakesTheSameCompanyFromTheSameSeed) {
  const SandboxProcess same;
  const SandboxProcess other({"--random-seed", "2"});
  const auto bodies = [&](const SandboxProcess& sandbox) {
    httplib::Client client(sandbox.url());
    client.set_bearer_token_auth(sandbox.api_key());
    std::string text;
    for (const char* path : {"/v2/inspections", "/v2/connections", "/v2/contacts", "/v2/inspection_attachments"}) {
      // The server's own address is part of the links; another one hides it.
      const auto result = client.Get(path, {{"Host", "sandbox.example.com"}});
      if (result) text += result->body;
    }
    return text;
  };
  EXPECT_EQ(bodies(sandbox_), bodies(same));
  EXPECT_NE(bodies(sandbox_), bodies(other));
}

TEST_F(SandboxData, AsksForAValidKeyEverywhereUnderV2) {
  for (const char* path : {"/v2/inspections", "/v2/inspections/10000001", "/v2/nothing"}) {
    const Answer none = get(path, {});
    EXPECT_EQ(none.status, 401) << path;
    EXPECT_EQ(none.json().at("errors").at(0).at("status"), "401");
    EXPECT_EQ(get(path, {{"Authorization", "Bearer wrong"}}).status, 401) << path;
    EXPECT_EQ(get(path, {{"Authorization", sandbox_.api_key()}}).status, 401) << path;
  }
}

TEST_F(SandboxData, AnswersWhatDoesNotExistWithJsonApiErrors) {
  for (const char* path : {"/v2/inspections/99999999", "/v2/inspections/abc", "/v2/connections/1", "/v2/contacts/0",
                           "/v2/nothing", "/nothing"}) {
    const Answer answer = get(path);
    EXPECT_EQ(answer.status, 404) << path;
    const Json error = answer.json().at("errors").at(0);
    EXPECT_EQ(error.at("status"), "404") << path;
    EXPECT_EQ(error.at("title"), "Not Found") << path;
    EXPECT_TRUE(error.at("detail").is_string()) << path;
  }
  const Answer wrong_method = send("PUT", "/v2/inspections/10000001");
  EXPECT_EQ(wrong_method.status, 405);
  EXPECT_EQ(wrong_method.header("Allow"), "GET");
  EXPECT_EQ(wrong_method.json().at("errors").at(0).at("status"), "405");
  EXPECT_EQ(send("TRACE", "/v2/inspections/10000001").status, 405);
}

TEST_F(SandboxData, ChangesNoAgentByTheNameOfAnotherPath) {
  const Answer answer = send("PUT", "/v2/connections/stats");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.header("Allow"), "GET");
}

TEST_F(SandboxData, ServesTheStatsAtBothPathsUntilOneIsSwitchedOff) {
  const std::string query = "?filter[id]=500001&page[size]=1";
  for (const char* path : {"/v2/connections/stats", "/v2/connection_stats"}) {
    const Json stats = get(path + query).json();
    ASSERT_EQ(stats.at("data").size(), 1U) << path;
    EXPECT_EQ(stats.at("data").at(0).at("id"), "500001") << path;
    EXPECT_GT(stats["data"][0]["attributes"]["total_inspections_count"].get<int>(), 0) << path;
  }
  sandbox_.admin("POST", "/_sandbox/settings", {{"stats_path", "/v2/connection_stats"}});
  EXPECT_EQ(get("/v2/connections/stats" + query).status, 404);
  EXPECT_EQ(get("/v2/connection_stats" + query).status, 200);
}

TEST_F(SandboxData, NamesEveryAnswerByARequestId) {
  std::set<std::string> ids;
  for (const char* path : {"/v2/inspections/10000001", "/v2/nothing", "/_sandbox/health"}) {
    ids.insert(get(path).header("x-request-id"));
  }
  sandbox_.add_fault({{"action", {{"status", 500}}}});
  ids.insert(get("/v2/inspections").header("x-request-id"));
  EXPECT_EQ(ids.size(), 4U);
  EXPECT_FALSE(ids.contains(""));
}

}  // namespace
}  // namespace spectrakit::tests
