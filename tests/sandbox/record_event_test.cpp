#include "raw_connection.h"
#include "sandbox_test.h"

namespace spectrakit::tests {
namespace {

/// What people in an office do with records, and the events of it.
class SandboxRecordEvent : public SandboxTest {
 protected:
  Json post(const std::string& path, const Json& body = nullptr) {
    return sandbox_.admin("POST", path, body).at("data").at("attributes");
  }
  /// "type object" of each event so far, oldest first.
  std::vector<std::string> events() {
    std::vector<std::string> all;
    const Json listed = sandbox_.admin("GET", "/_sandbox/events").at("events");
    for (const Json& event : listed) {
      EXPECT_EQ(event.at("company_id"), 4201);
      all.push_back(event.at("type").get<std::string>() + " " + event.at("object_id").dump());
    }
    return all;
  }
  using Events = std::vector<std::string>;
};

TEST_F(SandboxRecordEvent, BeginsWithoutEvents) {
  EXPECT_EQ(events(), Events{});
}

TEST_F(SandboxRecordEvent, ListsWhatTheApiChanged) {
  httplib::Client client = make_client();
  const char* person = R"({"data":{"attributes":{"first_name":"Dana"}}})";
  const std::string agent = Json::parse(client.Post("/v2/connections", person, "application/json")->body)["data"]["id"];
  client.Put("/v2/contacts/700001", person, "application/json");
  const Answer attached = upload({{"inspection_id", "10000001"}}, "a.txt", "bytes");
  client.Post("/v2/contacts", "{}", "application/json");
  EXPECT_EQ(events(), (Events{"connection.created " + agent, "contact.updated 700001",
                              "inspection_attachment.created " + attached.json()["data"]["id"].get<std::string>()}));
  const Json listed = sandbox_.admin("GET", "/_sandbox/events?after=1&limit=2").at("events");
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed.at(0).at("id"), 2);
  EXPECT_EQ(listed.at(0).at("webhook"), true);
  EXPECT_EQ(listed.at(1).at("webhook"), false);
}

TEST_F(SandboxRecordEvent, BooksConfirmsPublishesAndCancelsAnInspection) {
  const Json booked = sandbox_.admin("POST", "/_sandbox/inspections",
                                     {{"company_id", 4201},
                                      {"datetime", "2026-12-01T09:00:00-05:00"},
                                      {"property_address", "12 Elm St"},
                                      {"property_city", "Columbus"},
                                      {"property_state", "OH"},
                                      {"property_zip", "43215"},
                                      {"buying_agent_id", 500003},
                                      {"contact_ids", {700004, 700005}},
                                      {"service_names", "Radon"}});
  const std::string id = booked.at("data").at("id");
  const std::string path = "/_sandbox/inspections/" + id;
  EXPECT_TRUE(booked.at("data").at("attributes").at("confirmed_at").is_null());
  const Json read = get("/v2/inspections/" + id + "?include=buyers,buying_agent,assignments").json();
  EXPECT_EQ(read.at("data").at("attributes").at("datetime"), "2026-12-01T09:00:00.000-05:00");
  EXPECT_EQ(read.at("included").size(), 4U);
  EXPECT_TRUE(post(path + "/confirm").at("confirmed_at").is_string());
  EXPECT_TRUE(post(path + "/publish").at("published_at").is_string());
  EXPECT_TRUE(post(path + "/publish").at("published_at").is_string());
  EXPECT_EQ(post(path + "/cancel", {{"reason", "The sale fell through"}}).at("cancel_reason"), "The sale fell through");
  for (const char* action : {"/confirm", "/cancel", "/publish"}) EXPECT_EQ(admin_status("POST", path + action), 409);
  EXPECT_EQ(events(), (Events{"inspection.created " + id, "inspection.confirmed " + id, "inspection.published " + id,
                              "inspection.published " + id, "inspection.canceled " + id}));
}

TEST_F(SandboxRecordEvent, DeletesRecordsAndNeverGivesTheirIdsAgain) {
  ASSERT_EQ(upload({{"inspection_id", "10000001"}}, "a.txt", "bytes").status, 201);
  for (const char* path : {"inspections/10000001", "connections/500001", "contacts/700001"}) {
    EXPECT_EQ(admin_status("DELETE", std::string("/_sandbox/") + path), 204) << path;
    EXPECT_EQ(admin_status("DELETE", std::string("/_sandbox/") + path), 404) << path;
    EXPECT_EQ(get(std::string("/v2/") + path).status, 404) << path;
  }
  EXPECT_EQ(attachment_count("10000001"), 0);
  EXPECT_EQ(get("/v2/inspections?include=buyers,buying_agent,selling_agent").status, 200);
  EXPECT_EQ(get("/v2/inspections?filter[connection_id]=500001").json().at("data").size(), 0U);

  httplib::Client client = make_client();
  const char* person = R"({"data":{"attributes":{"first_name":"Dana"}}})";
  const std::string first = Json::parse(client.Post("/v2/connections", person, "application/json")->body)["data"]["id"];
  EXPECT_EQ(admin_status("DELETE", "/_sandbox/connections/" + first), 204);
  EXPECT_NE(Json::parse(client.Post("/v2/connections", person, "application/json")->body)["data"]["id"], first);
}

TEST_F(SandboxRecordEvent, RefusesABookingThatMakesNoSense) {
  const Json good = {{"company_id", 4201},
                     {"datetime", "2026-12-01T09:00:00-05:00"},
                     {"property_address", "12 Elm St"},
                     {"property_city", "Columbus"},
                     {"property_state", "OH"},
                     {"property_zip", "43215"}};
  const std::vector<std::pair<const char*, Json>> wrong = {
      {"company_id", 1},         {"datetime", "soon"},      {"property_address", ""}, {"property_zip", nullptr},
      {"buying_agent_id", 1},    {"contact_ids", {1}},      {"inspector_id", 1},      {"confirmed", "yes"},
      {"selling_agent_id", "a"}, {"contact_ids", "700001"}, {"colour", "green"}};
  for (const auto& [name, value] : wrong) {
    Json body = good;
    body[name] = value;
    EXPECT_EQ(admin_status("POST", "/_sandbox/inspections", body.dump()), 422) << name;
  }
  EXPECT_EQ(events(), Events{});
  EXPECT_EQ(admin_status("POST", "/_sandbox/inspections", good.dump()), 201);
}

TEST_F(SandboxRecordEvent, CancelsNothingOnABodyThatWasCutOffOrIsNoJson) {
  const std::string path = "/_sandbox/inspections/10000001/cancel";
  {
    RawConnection connection(sandbox_.port());
    connection.send("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n\r\n{\"reason\":");
  }
  httplib::Client client(sandbox_.url());
  const httplib::MultipartFormDataItems form = {{"reason", "a form", "", ""}};
  EXPECT_EQ(client.Post(path, form)->status, 415);
  EXPECT_TRUE(get("/v2/inspections/10000001").json().at("data").at("attributes").at("canceled_at").is_null());
  EXPECT_EQ(events(), Events{});
}

}  // namespace
}  // namespace spectrakit::tests
