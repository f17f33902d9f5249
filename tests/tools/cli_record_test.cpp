#include "tool_test.h"

namespace spectrakit::tests {

using nlohmann::json;

class CliRecordTest : public ToolTest {
 protected:
  json run_for_record(std::vector<std::string> arguments) const {
    arguments.push_back("--json");
    const ChildResult result = run_cli(std::move(arguments));
    EXPECT_EQ(result.exit_status, 0) << result.err;
    return json::parse(result.out, nullptr, false);
  }
};

TEST_F(CliRecordTest, OneRecordIsAnObjectAndWithAnIncludeAnArray) {
  EXPECT_EQ(run_for_record({"agents", "get", "500001"})["id"], "500001");
  const json records = run_for_record({"agents", "get", "500001", "--include", "agent"});
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0]["id"], "500001");
  EXPECT_EQ(records[1]["type"], "agent");
}

TEST_F(CliRecordTest, APersonSeesEveryAttributeOfARecord) {
  const ChildResult result = run_cli({"clients", "get", "700001"});
  ASSERT_EQ(result.exit_status, 0) << result.err;
  const json attributes = run_for_record({"clients", "get", "700001"})["attributes"];
  for (const auto& [name, value] : attributes.items()) {
    EXPECT_NE(result.out.find("\n" + name), std::string::npos) << name;
  }
  EXPECT_NE(result.out.find(attributes["email"].get<std::string>()), std::string::npos);
}

TEST_F(CliRecordTest, ANewAgentHasWhatTheFlagsSay) {
  const json made = run_for_record({"agents", "create", "--first-name", "Dana", "--last-name", "Rivera", "--email",
                                    "dana@example.com", "--phone", "555-0101", "--tags", "vip", "--tags", "a \"b\""});
  ASSERT_TRUE(made.contains("id")) << made;
  const json read = run_for_record({"agents", "get", made["id"]})["attributes"];
  EXPECT_EQ(read["first_name"], "Dana");
  EXPECT_EQ(read["last_name"], "Rivera");
  EXPECT_EQ(read["email"], "dana@example.com");
  EXPECT_EQ(read["phone"], "555-0101");
  EXPECT_EQ(read["tags"], json({"vip", "a \"b\""}));
}

TEST_F(CliRecordTest, AnUpdateChangesWhatIsNamedClearsOnDemandAndLeavesTheRest) {
  const json made = run_for_record({"clients", "create", "--first-name", "Ngozi", "--last-name", "Okafor",
                                    "--home-phone", "555-0110", "--city", "Springfield"});
  const std::string id = made["id"];
  run_for_record({"clients", "update", id, "--attribute", "last_name=Eze=Okafor", "--clear", "home_phone"});
  const json read = run_for_record({"clients", "get", id})["attributes"];
  EXPECT_EQ(read["first_name"], "Ngozi");
  EXPECT_EQ(read["last_name"], "Eze=Okafor");
  EXPECT_EQ(read["home_phone"], nullptr);
  EXPECT_EQ(read["city"], "Springfield");
}

TEST_F(CliRecordTest, AnAttributeTakesAnyJson) {
  const json agent =
      run_for_record({"agents", "update", "500001", "--attribute-json", R"(tags=["x","y"])"})["attributes"];
  EXPECT_EQ(agent["tags"], json({"x", "y"}));
  const ChildResult broken = run_cli({"agents", "update", "500001", "--attribute-json", "tags=[x"});
  EXPECT_EQ(broken.exit_status, 2) << broken.err;
}

TEST_F(CliRecordTest, AnImageIsSentWithTheRest) {
  const auto image = write_file("dana.png", "\x89PNG\r\n\x1a\n image");
  const json agent = run_for_record({"agents", "update", "500002", "--image", image.string(), "--city", "Dover"});
  EXPECT_EQ(agent["attributes"]["city"], "Dover");
  EXPECT_TRUE(agent["attributes"]["image"].is_string()) << agent;
}

TEST_F(CliRecordTest, AFileOfTheWrongKindIsRefusedBeforeAnyRequest) {
  const auto program = write_file("report.exe", "MZ");
  const auto text = write_file("face.txt", "x");
  const std::vector<std::vector<std::string>> wrong = {
      {"attachments", "upload", program.string(), "--inspection", kInspection},
      {"agents", "update", "500001", "--image", text.string()},
      {"clients", "create", "--first-name", "A", "--image", program.string()},
  };
  for (const auto& arguments : wrong) {
    const ChildResult result = run_cli(arguments);
    EXPECT_EQ(result.exit_status, 2) << result.err;
    EXPECT_NE(result.err.find("jpg, jpeg, png, gif"), std::string::npos) << result.err;
  }
  EXPECT_EQ(request_count(), 0u);
}

TEST_F(CliRecordTest, AWriteThatTheServiceRefusesExitsWith3) {
  const ChildResult result = run_cli({"clients", "create", "--last-name", "Okafor"});
  EXPECT_EQ(result.exit_status, 3) << result.err;
}

TEST_F(CliRecordTest, ARawRequestSendsWhatItIsGivenAndShowsTheBodyAsItCame) {
  const ChildResult get = run_cli({"request", "GET", "/v2/inspections", "--query", "page[size]=2"});
  ASSERT_EQ(get.exit_status, 0) << get.err;
  EXPECT_EQ(get.out, fetch("/v2/inspections?page[size]=2") + "\n");

  const std::string body = R"({"data":{"attributes":{"notes":"by hand"}}})";
  const ChildResult put = run_cli({"request", "PUT", "/v2/contacts/700001", "--data", body});
  ASSERT_EQ(put.exit_status, 0) << put.err;
  EXPECT_EQ(json::parse(put.out)["data"]["attributes"]["notes"], "by hand");

  ChildOptions options = child_options();
  options.input = R"({"data":{"attributes":{"notes":"from a pipe"}}})";
  const ChildResult piped = run_child(cli_command({"request", "PUT", "/v2/contacts/700001", "--data", "-"}), options);
  ASSERT_EQ(piped.exit_status, 0) << piped.err;
  EXPECT_EQ(json::parse(piped.out)["data"]["attributes"]["notes"], "from a pipe");
}

TEST_F(CliRecordTest, ARawRequestCanBeReadAsRecords) {
  const ChildResult result = run_cli({"request", "GET", "/v2/contacts", "--query", "page[size]=3", "--ndjson"});
  ASSERT_EQ(result.exit_status, 0) << result.err;
  ASSERT_EQ(lines_of(result.out).size(), 3u);
  EXPECT_EQ(json::parse(lines_of(result.out).front())["type"], "contact");
}

TEST_F(CliRecordTest, RawHeadersAreSent) {
  EXPECT_EQ(run_cli({"agents", "get", "500001", "--raw-header", "X-Trace=a=b"}).exit_status, 0);
  EXPECT_EQ(sandbox_.requests().back().at("headers").dump().find("a=b") == std::string::npos, false);
  EXPECT_EQ(run_cli({"agents", "get", "500001", "--raw-header", "Authorization=x"}).exit_status, 2);
}

}  // namespace spectrakit::tests
