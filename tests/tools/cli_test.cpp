#include <signal.h>

#include <regex>
#include <thread>

#include "tool_test.h"

namespace spectrakit::tests {

using nlohmann::json;

class CliTest : public ToolTest {
 protected:
  /** Returns when the sandbox has received a request with this method. */
  void wait_for_request(const std::string& method) {
    while (request_count(method) == 0) std::this_thread::yield();
  }
};

TEST_F(CliTest, AUsageErrorExitsWith2BeforeAnyRequest) {
  const std::vector<std::vector<std::string>> wrong_commands = {
      {},
      {"inspections"},
      {"inspections", "get"},
      {"inspections", "list", "--no-such-option"},
      {"inspections", "list", "--json", "--ndjson"},
      {"inspections", "list", "--limit", "many"},
      {"inspections", "list", "--raw-query", "connection_id"},
      {"inspections", "list", "--limit", "5", "--all"},
      {"inspections", "list", "--fulltext", "a", "--fulltext", "b"},
      {"agents", "list", "--sort", "no_such_field"},
      {"agents", "list", "--page-size", "201"},
      {"agents", "create"},
      {"agents", "update", "1"},
      {"agents", "update", "--phone", "555-0101"},
      {"agents", "delete", "1"},
      {"clients", "list", "--email", "a@example.com"},
      {"stats", "get", "1"},
      {"request", "GET"},
      {"request", "FETCH", "/v2/inspections"},
      {"request", "GET", "/v2/inspections?page=1"},
      {"request", "POST", "/v2/contacts", "--data", "{"},
      {"inspections", "get", "1/2"},
      {"inspections", "get", kInspection, "--base-url", "ftp://127.0.0.1/"},
      {"attachments", "upload", "report.pdf"},
      {"attachments", "upload", "report.pdf", "second.pdf", "--inspection", kInspection},
      {"attachments", "upload", "report.pdf", "--inspection", kInspection, "--report", "--no-report"},
      {"sandbox", "--port", "65536"},
  };
  for (const auto& arguments : wrong_commands) {
    const ChildResult result = run_cli(arguments);
    EXPECT_EQ(result.exit_status, 2) << testing::PrintToString(arguments) << result.err;
    EXPECT_EQ(result.err.rfind("spectrakit: ", 0), 0u) << result.err;
    EXPECT_EQ(result.out, "");
  }
  EXPECT_EQ(request_count(), 0u);
}

TEST_F(CliTest, AMissingKeyIsAUsageErrorThatNamesTheVariable) {
  ChildOptions options = child_options();
  options.environment["SPECTORA_API_KEY"] = "";
  const ChildResult result = run_child(cli_command({"inspections", "list"}), options);
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_NE(result.err.find("SPECTORA_API_KEY"), std::string::npos) << result.err;
  EXPECT_EQ(request_count(), 0u);
}

TEST_F(CliTest, ARecordThatIsNotThereExitsWith3) {
  const ChildResult result = run_cli({"inspections", "get", kMissingInspection});
  EXPECT_EQ(result.exit_status, 3) << result.err;
  EXPECT_EQ(result.err.rfind("spectrakit: ", 0), 0u) << result.err;
  EXPECT_EQ(result.out, "");
}

TEST_F(CliTest, AWrongKeyExitsWith3AndAppearsNowhere) {
  ChildOptions options = child_options();
  options.environment["SPECTORA_API_KEY"] = "wrong-key-4711";
  for (const char* format : {"--json", "--ndjson", "--no-format"}) {
    std::vector<std::string> arguments = {"inspections", "list"};
    if (std::string(format) != "--no-format") arguments.push_back(format);
    const ChildResult result = run_child(cli_command(arguments), options);
    EXPECT_EQ(result.exit_status, 3) << result.err;
    EXPECT_EQ((result.out + result.err).find("wrong-key"), std::string::npos) << result.out << result.err;
  }
}

TEST_F(CliTest, ARefusedConnectionExitsWith4) {
  const ChildResult result = run_cli({"inspections", "get", kInspection, "--base-url", dead_url()});
  EXPECT_EQ(result.exit_status, 4) << result.err;
  EXPECT_EQ(request_count(), 0u);
}

TEST_F(CliTest, AnUploadWhoseAnswerIsLostExitsWith5AndWasSentOnce) {
  const auto report = write_file("report.pdf", "%PDF-1.4 a report");
  sandbox_.add_fault({{"match", {{"method", "POST"}}}, {"action", {{"lose_answer", true}}}});
  const ChildResult result =
      run_cli({"attachments", "upload", "--inspection", kInspection, report.string(), "--type", "water"});
  EXPECT_EQ(result.exit_status, 5) << result.err;
  EXPECT_EQ(request_count("POST"), 1u);
}

TEST_F(CliTest, AnUploadArrivesWithItsAttributes) {
  const std::size_t count_before = attachment_count(kInspection);
  const auto report = write_file("water.pdf", "%PDF-1.4 a report");
  const ChildResult result =
      run_cli({"attachments", "upload", "--inspection", kInspection, report.string(), "--name", "Water",
               "--description", "Lead and nitrate", "--type", "water", "--report", "--internal", "--json"});
  ASSERT_EQ(result.exit_status, 0) << result.err;
  const json attributes = json::parse(result.out)["attributes"];
  EXPECT_EQ(attributes["name"], "Water");
  EXPECT_EQ(attributes["description"], "Lead and nitrate");
  EXPECT_EQ(attributes["attachment_type"], "water");
  EXPECT_EQ(attributes["file_file_name"], "water.pdf");
  EXPECT_EQ(attributes["report"], true);
  EXPECT_EQ(attributes["internal_only"], true);
  EXPECT_EQ(attachment_count(kInspection), count_before + 1);
}

TEST_F(CliTest, FiltersReachTheService) {
  const ChildResult result = run_cli({"inspections", "list", "--limit", "1", "--address", "12 Oak St", "--fulltext",
                                      "oak", "--connection-id", "4711", "--sort", "datetime"});
  ASSERT_EQ(result.exit_status, 0) << result.err;
  const auto target = sandbox_.requests().back().at("path").get<std::string>();
  for (const char* part : {"filter%5Baddress%5D=12%20Oak%20St", "filter%5Bfulltext%5D=oak",
                           "filter%5Bconnection_id%5D=4711", "sort=datetime"}) {
    EXPECT_NE(target.find(part), std::string::npos) << target;
  }
}

TEST_F(CliTest, ADescendingSortIsNoOption) {
  const ChildResult result = run_cli({"inspections", "list", "--sort", "-datetime", "--limit", "5", "--json"});
  ASSERT_EQ(result.exit_status, 0) << result.err;
  const json records = json::parse(result.out);
  ASSERT_EQ(records.size(), 5u);
  EXPECT_GE(records[0]["attributes"]["datetime"], records[4]["attributes"]["datetime"]);
}

TEST_F(CliTest, JsonHoldsTheRecordsAsTheServiceSentThem) {
  const std::string body = fetch("/v2/inspections?page[size]=3");
  for (const char* format : {"--json", "--ndjson"}) {
    const ChildResult result = run_cli({"inspections", "list", "--page-size", "3", "--limit", "3", format});
    ASSERT_EQ(result.exit_status, 0) << result.err;
    std::size_t record_count = 0;
    for (std::string line : lines_of(result.out)) {
      if (line == "[" || line == "]") continue;
      if (line.back() == ',') line.pop_back();
      EXPECT_NE(body.find(line), std::string::npos) << line;
      EXPECT_TRUE(json::accept(line));
      ++record_count;
    }
    EXPECT_EQ(record_count, 3u);
  }
}

TEST_F(CliTest, WhatAnIncludeBringsFollowsTheRecords) {
  const ChildResult result = run_cli({"inspections", "get", kInspection, "--include", "company", "--json"});
  ASSERT_EQ(result.exit_status, 0) << result.err;
  const json records = json::parse(result.out);
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0]["id"], kInspection);
  EXPECT_EQ(records[1]["type"], "company");
}

TEST_F(CliTest, AnEmptyListIsAnEmptyArray) {
  const ChildResult result = run_cli({"attachments", "list", "--inspection", kMissingInspection, "--json"});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  EXPECT_EQ(json::parse(result.out), json::array());
}

TEST_F(CliTest, CtrlCEndsACallUnderWayWith130) {
  sandbox_.add_fault({{"match", {{"method", "GET"}}}, {"times", 0}, {"action", {{"hold", true}}}});
  ChildProcess child(cli_command({"inspections", "list"}), child_options());
  wait_for_request("GET");
  child.send_signal(SIGINT);
  const ChildResult result = child.wait();
  EXPECT_EQ(result.exit_status, 130);
  EXPECT_NE(result.err.find("interrupted"), std::string::npos) << result.err;
}

TEST_F(CliTest, CtrlCInAnUploadSaysThatItMayHaveArrived) {
  const auto report = write_file("report.pdf", "%PDF-1.4 a report");
  sandbox_.add_fault({{"match", {{"method", "POST"}}}, {"action", {{"hold", true}}}});
  ChildProcess child(cli_command({"attachments", "upload", "--inspection", kInspection, report.string()}),
                     child_options());
  wait_for_request("POST");
  child.send_signal(SIGINT);
  const ChildResult result = child.wait();
  EXPECT_EQ(result.exit_status, 130);
  EXPECT_NE(result.err.find("may have happened"), std::string::npos) << result.err;
}

TEST_F(CliTest, TheVersionIsTheLibrarysOwn) {
  const ChildResult result = run_cli({"--version"});
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_TRUE(std::regex_match(result.out, std::regex("spectrakit [0-9]+\\.[0-9]+\\.[0-9]+\n"))) << result.out;
}

}  // namespace spectrakit::tests
