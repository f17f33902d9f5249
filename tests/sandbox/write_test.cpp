#include "sandbox_test.h"

namespace spectrakit::tests {
namespace {

/// Making and changing agents and clients.
class SandboxWrite : public SandboxTest {
 protected:
  Answer write(const std::string& method, const std::string& path, const Json& attributes) const {
    httplib::Request request;
    request.method = method;
    request.path = path;
    request.body = Json{{"data", {{"attributes", attributes}}}}.dump();
    request.set_header("Content-Type", "application/json");
    return to_answer(make_client().send(request));
  }
  Answer send_image(const std::string& path, const std::string& file_name) const {
    const httplib::MultipartFormDataItems items = {{"data[attributes][first_name]", "Dana", "", ""},
                                                   {"data[attributes][tags][]", "vip", "", ""},
                                                   {"data[attributes][tags][]", "new", "", ""},
                                                   {"data[attributes][image]", "bytes", file_name, "image/png"}};
    return to_answer(make_client().Post(path, items));
  }
  static Json attributes(const Answer& answer) { return answer.json().at("data").at("attributes"); }
  static std::string id(const Answer& answer) { return answer.json().at("data").at("id"); }
  static std::vector<std::string> pointers(const Answer& answer) {
    std::vector<std::string> all;
    if (answer.status != 422) return {"status " + std::to_string(answer.status)};
    const Json document = answer.json();
    for (const Json& error : document.at("errors")) all.push_back(error.at("source").at("pointer"));
    return all;
  }
  using Pointers = std::vector<std::string>;
};

TEST_F(SandboxWrite, MakesAnAgentThatIsThereAfterwards) {
  const Json wanted = {{"first_name", "Dana"},
                       {"last_name", "Rivera"},
                       {"email", "dana@example.com"},
                       {"agency_name", "New Agency"},
                       {"city", "Dublin"},
                       {"tags", {"vip", "new"}},
                       {"twitter", "dana"}};
  const Answer made = write("POST", "/v2/connections", wanted);
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.json().at("data").at("type"), "connection");
  const Answer read = get("/v2/connections/" + id(made));
  for (const auto& [name, value] : wanted.items()) EXPECT_EQ(attributes(read).at(name), value) << name;
  EXPECT_EQ(get("/v2/connections?filter[email]=dana@example.com").json().at("data").at(0).at("id"), id(made));
}

TEST_F(SandboxWrite, ChangesWhatIsSentClearsNullAndLeavesTheRest) {
  for (const char* path : {"/v2/connections/500001", "/v2/contacts/700001"}) {
    const Json before = attributes(get(path));
    const Answer changed = write("PUT", path, {{"phone", "555-0102"}, {"city", nullptr}, {"tags", nullptr}});
    ASSERT_EQ(changed.status, 200) << changed.body;
    const Json after = attributes(get(path));
    EXPECT_EQ(after.at("phone"), "555-0102") << path;
    EXPECT_TRUE(after.at("city").is_null()) << path;
    EXPECT_EQ(after.at("tags"), Json::array()) << path;
    for (const char* name : {"first_name", "last_name", "email", "state", "created_at"}) {
      EXPECT_EQ(after.at(name), before.at(name)) << path << " " << name;
    }
    EXPECT_NE(after.at("updated_at"), before.at("updated_at")) << path;
  }
}

TEST_F(SandboxWrite, NeverChangesAnEmailAddress) {
  for (const char* path : {"/v2/connections/500001", "/v2/contacts/700001"}) {
    const Json email = attributes(get(path)).at("email");
    EXPECT_EQ(write("PUT", path, {{"email", email}}).status, 200) << path;
    for (const Json& other : {Json("other@example.com"), Json()}) {
      EXPECT_EQ(pointers(write("PUT", path, {{"email", other}, {"first_name", "X"}})),
                (Pointers{"/data/attributes/email"}));
    }
    EXPECT_NE(attributes(get(path)).at("first_name"), "X") << path;
  }
}

TEST_F(SandboxWrite, AsksForSomethingThatIdentifiesAClient) {
  EXPECT_EQ(pointers(write("POST", "/v2/contacts", {{"last_name", "Okafor"}})), (Pointers{"/data/attributes"}));
  for (const char* name : {"email", "phone", "first_name"}) {
    EXPECT_EQ(write("POST", "/v2/contacts", {{name, "a@example.org"}}).status, 201) << name;
  }
  const Answer named = write("POST", "/v2/contacts", {{"first_name", "Ngozi"}});
  EXPECT_EQ(pointers(write("PUT", "/v2/contacts/" + id(named), {{"first_name", nullptr}})),
            (Pointers{"/data/attributes"}));
}

TEST_F(SandboxWrite, LinksAClientToTheGlobalRecordOfAKnownEmail) {
  const Json known = attributes(get("/v2/contacts/700001"));
  const Answer made = write("POST", "/v2/contacts", {{"email", known.at("email")}});
  ASSERT_EQ(made.status, 201);
  EXPECT_NE(id(made), "700001");
  EXPECT_EQ(attributes(made).at("buyer_id"), known.at("buyer_id"));
  EXPECT_EQ(attributes(made).at("first_name"), known.at("first_name"));
}

TEST_F(SandboxWrite, TakesAnImageAndServesIt) {
  for (const char* path : {"/v2/connections", "/v2/contacts"}) {
    const Answer made = send_image(path, "me.png");
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(attributes(made).at("tags"), (Json{"vip", "new"}));
    const std::string url = attributes(made).at("image");
    ASSERT_TRUE(url.starts_with(sandbox_.url() + "/files/")) << url;
    const Answer image = get(url.substr(sandbox_.url().size()), {});
    EXPECT_EQ(image.body, "bytes");
    EXPECT_EQ(image.header("Content-Type"), "image/png");
    EXPECT_TRUE(attributes(write("PUT", path + ("/" + id(made)), {{"image", nullptr}})).at("image").is_null());
    for (const char* name : {"me.pdf", "me.zip", "me"}) {
      EXPECT_EQ(pointers(send_image(path, name)), (Pointers{"/data/attributes/image"})) << name;
    }
  }
}

TEST_F(SandboxWrite, PointsAtWhatHasTheWrongType) {
  EXPECT_EQ(pointers(write("POST", "/v2/connections", {{"first_name", 5}, {"tags", "vip"}, {"email", "none"}})),
            (Pointers{"/data/attributes/first_name", "/data/attributes/tags", "/data/attributes/email"}));
  EXPECT_EQ(pointers(write("POST", "/v2/contacts", Json::array())), (Pointers{"/data/attributes"}));
  httplib::Client client = make_client();
  EXPECT_EQ(client.Post("/v2/contacts", "{", "application/json")->status, 400);
  EXPECT_EQ(client.Post("/v2/contacts", "[]", "application/json")->status, 422);
  EXPECT_EQ(client.Post("/v2/contacts", "a=b", "application/x-www-form-urlencoded")->status, 415);
}

TEST_F(SandboxWrite, RefusesATypeThatIsNoString) {
  const Json body = {{"data", {{"type", 5}, {"attributes", {{"first_name", "Noah"}}}}}};
  const Answer answer = to_answer(make_client().Post("/v2/contacts", body.dump(), "application/json"));
  EXPECT_EQ(pointers(answer), (Pointers{"/data/type"}));
}

TEST_F(SandboxWrite, RefusesWhatIsNoEmailAddress) {
  for (const char* email : {"", "none", "@b", "a@", "a@b@c", "a b@c", "a@b\n"}) {
    EXPECT_EQ(pointers(write("POST", "/v2/connections", {{"email", email}})), (Pointers{"/data/attributes/email"}))
        << email;
  }
}

TEST_F(SandboxWrite, TakesAFormWithoutPartsButNoBrokenOne) {
  const auto send_form = [&](const std::string& body) {
    return make_client().Post("/v2/connections", body, "multipart/form-data; boundary=b1")->status;
  };
  EXPECT_EQ(send_form("--b1--\r\n"), 201);
  EXPECT_EQ(send_form("--b1--"), 201);
  EXPECT_EQ(send_form("--b1\r\nnonsense"), 400);
}

TEST_F(SandboxWrite, NamesABuyerByThePartsOfTheNameThatThereAre) {
  const Json inspection = get("/v2/inspections/10000001?include=buyers").json();
  const std::string buyer_id = inspection["data"]["relationships"]["buyers"]["data"][0]["id"];
  const Json clients = get("/v2/contacts?filter[buyer_id]=" + buyer_id).json();
  const std::string client = "/v2/contacts/" + clients["data"][0]["id"].get<std::string>();
  ASSERT_EQ(write("PUT", client, {{"first_name", "Ngozi"}, {"last_name", nullptr}}).status, 200);
  EXPECT_EQ(attributes(get("/v2/inspections/10000001")).at("buyer_names").at(0), "Ngozi");
  ASSERT_EQ(write("PUT", client, {{"first_name", nullptr}, {"phone", "555-0102"}}).status, 200);
  const Json after = attributes(get("/v2/inspections/10000001"));
  for (const Json& name : after.at("buyer_names")) EXPECT_TRUE(name.is_string());
}

TEST_F(SandboxWrite, KnowsNoOtherRecords) {
  for (const char* path : {"/v2/connections/1", "/v2/contacts/x"}) {
    EXPECT_EQ(write("PUT", path, {{"phone", "555-0102"}}).status, 404) << path;
  }
}

TEST_F(SandboxWrite, RefusesJsonThatIsNestedTooDeepAndGoesOn) {
  for (const size_t depth : {1'000U, 200'000U}) {
    const std::string body =
        R"({"data":{"attributes":{"unknown":)" + std::string(depth, '[') + std::string(depth, ']') + "}}}";
    EXPECT_EQ(to_answer(make_client().Post("/v2/contacts", body, "application/json")).status, 400) << depth;
    EXPECT_EQ(to_answer(make_client().Post("/_sandbox/keys", body, "application/json")).status, 400) << depth;
  }
  EXPECT_EQ(to_answer(make_client().Post("/v2/contacts", R"({"data":{"attributes":{"first_name":"[[[["}}})",
                                         "Application/JSON; charset=utf-8"))
                .status,
            201);
}

TEST_F(SandboxWrite, NamesAnAgentWhoHasOneNameOnlyInInspections) {
  ASSERT_EQ(write("PUT", "/v2/connections/500003", {{"last_name", nullptr}}).status, 200);
  const std::string first_name = attributes(get("/v2/connections/500003")).at("first_name");
  const Json found = get("/v2/inspections?filter[connection_id]=500003").json().at("data").at(0).at("attributes");
  EXPECT_TRUE(found.at("buying_agent_name") == first_name || found.at("selling_agent_name") == first_name) << found;
}

}  // namespace
}  // namespace spectrakit::tests
