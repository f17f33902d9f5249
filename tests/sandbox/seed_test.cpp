#include <set>

#include "sandbox_test.h"
#include "support/temporary_folder.h"

namespace spectrakit::tests {
namespace {

Json get_json(const SandboxProcess& sandbox, const std::string& key, const std::string& path) {
  httplib::Client client(sandbox.url());
  client.set_bearer_token_auth(key.c_str());
  return Json::parse(client.Get(path)->body);
}

int64_t record_count(const SandboxProcess& sandbox, const std::string& key, const std::string& path) {
  return get_json(sandbox, key, path + "?page[size]=1").at("meta").at("pagination").at("records").get<int64_t>();
}

TEST(SandboxSeed, CanBeEmptyButForACompanyThatCanBookInspections) {
  SandboxProcess sandbox({"--seed", "empty"});
  for (const char* path : {"/v2/inspections", "/v2/connections", "/v2/contacts", "/v2/inspection_attachments"}) {
    EXPECT_EQ(record_count(sandbox, "sandbox-key", path), 0) << path;
  }
  const Json booked = sandbox.admin("POST", "/_sandbox/inspections",
                                    {{"company_id", 4201},
                                     {"datetime", "2026-12-01T09:00:00Z"},
                                     {"property_address", "12 Elm St"},
                                     {"property_city", "Columbus"},
                                     {"property_state", "OH"},
                                     {"property_zip", "43215"}});
  EXPECT_EQ(booked.at("data").at("id"), "10000001");
}

TEST(SandboxSeed, MakesCompaniesOfTheWantedSizeWithKeysOfTheirOwn) {
  const SandboxProcess sandbox({"--companies", "3", "--inspections", "120", "--api-key", "size-key"});
  std::set<std::string> inspection_ids;
  for (const char* key : {"size-key", "size-key-2", "size-key-3"}) {
    EXPECT_EQ(record_count(sandbox, key, "/v2/inspections"), 120) << key;
    EXPECT_EQ(record_count(sandbox, key, "/v2/connections"), 20) << key;
    EXPECT_EQ(record_count(sandbox, key, "/v2/contacts"), 60) << key;
    const Json list = get_json(sandbox, key, "/v2/inspections?sort=datetime&include=buyers,buying_agent,assignments");
    for (const Json& inspection : list.at("data")) inspection_ids.insert(inspection.at("id").get<std::string>());
  }
  EXPECT_EQ(inspection_ids.size(), 360U);
}

TEST(SandboxSeed, IsTheSameOnEveryStart) {
  const SandboxProcess one({"--companies", "2", "--inspections", "60"});
  const SandboxProcess two({"--companies", "2", "--inspections", "60"});
  for (const char* key : {"sandbox-key", "sandbox-key-2"}) {
    for (const char* path : {"/v2/inspections", "/v2/connections", "/v2/contacts"}) {
      EXPECT_EQ(get_json(one, key, path).at("data"), get_json(two, key, path).at("data")) << key << path;
    }
  }
}

class SandboxDataFile : public testing::Test {
 protected:
  /// The path of a file with this company in it.
  std::string write(const Json& company) const {
    folder_.write("radon.txt", "2.1 pCi/L");
    return folder_.write("data.json", Json{{"companies", {company}}}.dump());
  }
  static Json company() {
    return {{"name", "Elm Street Inspections"},
            {"api_key", "elm-street-key"},
            {"inspectors", {"Ines Park"}},
            {"agents", {{{"id", 501}, {"first_name", "Ada"}, {"email", "ada@example.com"}, {"tags", {"VIP"}}}}},
            {"clients", {{{"id", 701}, {"first_name", "Noah"}}, {{"phone", "555-0100"}}}},
            {"inspections",
             {{{"id", 10000501},
               {"datetime", "2026-09-01T09:00:00-04:00"},
               {"property_address", "12 Elm St"},
               {"property_city", "Columbus"},
               {"property_state", "OH"},
               {"property_zip", "43215"},
               {"buying_agent_id", 501},
               {"contact_ids", {701}},
               {"published_at", "2026-09-03T12:00:00Z"},
               {"paid", true},
               {"attachments", {{{"file", "radon.txt"}, {"report", true}, {"name", "Radon"}}}}}}}};
  }
  /// What the sandbox says when it refuses the company.
  std::string refusal(const Json& company) const {
    try {
      const SandboxProcess sandbox({"--data", write(company)});
      return "it was taken";
    } catch (const SandboxFailed& failed) {
      EXPECT_EQ(failed.exit_code, 1);
      return failed.error_output;
    }
  }

  TemporaryFolder folder_;
};

TEST_F(SandboxDataFile, BecomesTheRecords) {
  SandboxProcess sandbox({"--data", write(company())});
  EXPECT_EQ(sandbox.api_key(), "elm-street-key");
  const Json found = get_json(sandbox, "elm-street-key",
                              "/v2/inspections/10000501?include=buying_agent,buyers,inspection_attachments");
  const Json& attributes = found.at("data").at("attributes");
  EXPECT_EQ(attributes.at("datetime"), "2026-09-01T09:00:00.000-04:00");
  EXPECT_EQ(attributes.at("published_at"), "2026-09-03T08:00:00.000-04:00");
  EXPECT_EQ(attributes.at("inspector_name"), "Ines Park");
  EXPECT_EQ(attributes.at("paid"), true);
  ASSERT_EQ(found.at("included").size(), 3U);
  EXPECT_EQ(found.at("included").at(0).at("id"), "501");
  const std::string url = get_json(sandbox, "elm-street-key", "/v2/inspection_attachments")
                              .at("data")
                              .at(0)
                              .at("attributes")
                              .at("file_url");
  httplib::Client client(sandbox.url());
  EXPECT_EQ(client.Get(url.substr(sandbox.url().size()))->body, "2.1 pCi/L");
  EXPECT_EQ(record_count(sandbox, "elm-street-key", "/v2/contacts"), 2);
  EXPECT_TRUE(sandbox.admin("GET", "/_sandbox/events").at("events").empty());
}

TEST_F(SandboxDataFile, LeavesNothingOfAFileThatWasRefusedAndIsNotPassedOver) {
  const std::string kept = folder_.path("kept");
  Json wrong = company();
  wrong["inspections"][0]["datetime"] = "soon";
  EXPECT_THROW(SandboxProcess({"--db", kept, "--data", write(wrong)}), SandboxFailed);
  {
    const SandboxProcess sandbox({"--db", kept, "--data", write(company())});
    EXPECT_EQ(record_count(sandbox, "elm-street-key", "/v2/inspections"), 1);
  }
  EXPECT_THROW(SandboxProcess({"--db", kept, "--data", write(company())}), SandboxFailed);
  const SandboxProcess again({"--db", kept});
  EXPECT_EQ(record_count(again, "elm-street-key", "/v2/inspections"), 1);
}

TEST_F(SandboxDataFile, IsRefusedWithThePlaceOfWhatIsWrong) {
  const auto refused = [&](const char* pointer, const Json& value) {
    Json wrong = company();
    wrong[Json::json_pointer(pointer)] = value;
    return refusal(wrong);
  };
  EXPECT_NE(refused("/name", 1).find("/companies/0/name"), std::string::npos);
  EXPECT_NE(refused("/api_key", "short").find("/companies/0/api_key"), std::string::npos);
  EXPECT_NE(refused("/agents/0/email", "none").find("/companies/0/agents/0"), std::string::npos);
  EXPECT_NE(refused("/clients/1/phone", nullptr).find("/companies/0/clients/1"), std::string::npos);
  EXPECT_NE(refused("/clients/1/id", 701).find("/companies/0/clients/1/id: \"id\" is taken"), std::string::npos);
  EXPECT_NE(refused("/inspections/0/datetime", "soon").find("/companies/0/inspections/0/datetime"), std::string::npos);
  EXPECT_NE(refused("/inspections/0/colour", "green").find("/companies/0/inspections/0/colour"), std::string::npos);
  EXPECT_NE(refused("/inspections/0/attachments/0/file", "none.pdf").find("none.pdf"), std::string::npos);
  EXPECT_NE(refused("/inspections/0/attachments/0/file", "film.mov").find("/attachments/0/file"), std::string::npos);
  EXPECT_NE(refused("/inspections/0/attachments/0/file", "/etc/hosts").find("in the folder"), std::string::npos);
  EXPECT_NE(refused("/inspections/0/attachments/0/file", "../a.txt").find("in the folder"), std::string::npos);
  try {
    const SandboxProcess sandbox({"--data", folder_.write("broken.json", "{")});
    FAIL();
  } catch (const SandboxFailed& failed) {
    EXPECT_NE(failed.error_output.find("is no JSON"), std::string::npos);
  }
}

}  // namespace
}  // namespace spectrakit::tests
