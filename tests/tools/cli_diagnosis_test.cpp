#include "tool_test.h"

namespace spectrakit::tests {

namespace fs = std::filesystem;
using nlohmann::json;

class CliDiagnosisTest : public ToolTest {
 protected:
  /** The findings of `doctor` by the name of the check. */
  static json findings(const ChildResult& result) {
    json by_check = json::object();
    for (const json& finding : json::parse(result.out)) by_check[finding.at("check").get<std::string>()] = finding;
    return by_check;
  }

  json usage() const { return json::parse(run_cli({"usage", "--json"}).out); }

  bool holds_key(const std::string& text) const { return text.find(sandbox_.api_key()) != std::string::npos; }

  std::string bundle_path() const { return (folder_ / "bundle.txt").string(); }
};

TEST_F(CliDiagnosisTest, ExplainSaysWhatWasTriedAndHowToRepeatItWithoutTheKey) {
  const ChildResult result = run_cli({"inspections", "get", kInspection, "--json", "--explain"});
  ASSERT_EQ(result.exit_status, 0) << result.err;
  EXPECT_TRUE(json::accept(result.out)) << result.out;
  EXPECT_NE(result.err.find("curl "), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("/v2/inspections/" + std::string(kInspection)), std::string::npos) << result.err;
  EXPECT_FALSE(holds_key(result.out + result.err));
}

TEST_F(CliDiagnosisTest, ExplainSpeaksOfEveryPageAndOfAFailure) {
  const ChildResult pages = run_cli({"agents", "list", "--ndjson", "--page-size", "200", "--explain"});
  std::size_t explained = 0;
  for (const std::string& line : lines_of(pages.err)) explained += line.find("curl ") != std::string::npos ? 1 : 0;
  EXPECT_EQ(explained, 2u) << pages.err;
  const ChildResult failed = run_cli({"inspections", "get", kMissingInspection, "--explain"});
  EXPECT_EQ(failed.exit_status, 3);
  EXPECT_NE(failed.err.find("curl "), std::string::npos) << failed.err;
}

TEST_F(CliDiagnosisTest, ASupportBundleHoldsTheCallAndNoKeyAndIsForItsOwnerAlone) {
  const ChildResult result =
      run_cli({"support-bundle", "-o", bundle_path(), "--", "inspections", "get", kMissingInspection});
  EXPECT_EQ(result.exit_status, 3) << result.err;
  EXPECT_NE(result.err.find(bundle_path()), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("no API key"), std::string::npos) << result.err;
  const std::string bundle = read_file("bundle.txt");
  EXPECT_NE(bundle.find("/v2/inspections/" + std::string(kMissingInspection)), std::string::npos) << bundle;
  EXPECT_NE(bundle.find("404"), std::string::npos) << bundle;
  EXPECT_FALSE(holds_key(bundle));
  EXPECT_EQ(fs::status(bundle_path()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(CliDiagnosisTest, ASupportBundleOfAListHoldsEveryPageAndTheListIsWritten) {
  const ChildResult result = run_cli({"support-bundle", "-o", bundle_path(), "--", "agents", "list", "--json"});
  ASSERT_EQ(result.exit_status, 0) << result.err;
  EXPECT_EQ(json::parse(result.out).size(), 320u);
  EXPECT_NE(read_file("bundle.txt").find("Call 2 of 2"), std::string::npos);
}

TEST_F(CliDiagnosisTest, ACommandThatSendsNothingLeavesNoSupportBundle) {
  const ChildResult result = run_cli({"support-bundle", "-o", bundle_path(), "--", "agents", "list", "--nonsense"});
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_FALSE(fs::exists(bundle_path()));
}

TEST_F(CliDiagnosisTest, UsageCountsTheCallsOfOtherProcessesByOperation) {
  EXPECT_EQ(usage()["calls"], 0);
  run_cli({"agents", "list"});
  run_cli({"agents", "list"});
  run_cli({"inspections", "get", kInspection});
  const json used = usage();
  EXPECT_EQ(used["calls"], 3);
  EXPECT_EQ(used["features"], (json{{"agents.list", 2}, {"inspections.get", 1}}));
  EXPECT_EQ(used["monthly_quota"], nullptr);
  EXPECT_EQ(used["gate"], "open");
  EXPECT_GE(used["forecast_calls"], 3);
  EXPECT_EQ(request_count(), 3u);
  EXPECT_EQ(run_cli({"usage"}).out.find("rate gate"), std::string::npos) << "an open gate says nothing";
}

TEST_F(CliDiagnosisTest, AProfilesQuotaIsShownAndKept) {
  ChildOptions options = child_options();
  options.input = sandbox_.api_key();
  const ChildResult added = run_child(
      cli_command({"profiles", "add", "elm", "--base-url", sandbox_.url(), "--monthly-quota", "2", "--stop-at-quota"}),
      options);
  ASSERT_EQ(added.exit_status, 0) << added.err;
  EXPECT_EQ(run_cli({"agents", "list", "--profile", "elm"}).exit_status, 0);
  EXPECT_NE(run_cli({"usage", "--profile", "elm"}).out.find("1 of 2 (50 %)"), std::string::npos);
  const ChildResult last = run_cli({"agents", "list", "--profile", "elm"});
  EXPECT_EQ(last.exit_status, 0);
  EXPECT_NE(last.err.find("100 % of the monthly quota"), std::string::npos) << last.err;
  const ChildResult refused = run_cli({"agents", "list", "--profile", "elm"});
  EXPECT_EQ(refused.exit_status, 3);
  EXPECT_NE(refused.err.find("The next month begins on 20"), std::string::npos) << refused.err;
  EXPECT_EQ(request_count(), 2u);
}

TEST_F(CliDiagnosisTest, APersonWhoWaitsIsToldWhatFor) {
  const json busy = {{"match", {{"path", "/v2/connections"}}},
                     {"action", {{"status", 503}, {"body", "{}"}, {"headers", {{"Retry-After", "1"}}}}}};
  for (const bool is_watched : {true, false}) {
    sandbox_.add_fault(busy);
    ChildOptions options = child_options();
    options.err_is_terminal = is_watched;
    const ChildResult result = run_child(cli_command({"agents", "get", "500001"}), options);
    EXPECT_EQ(result.exit_status, 0) << result.err;
    EXPECT_EQ(result.err.find("again") != std::string::npos, is_watched) << result.err;
  }
}

TEST_F(CliDiagnosisTest, DoctorNamesTheProxyWithoutItsPassword) {
  ChildOptions options = child_options();
  options.environment["http_proxy"] = "http://user:secret-4711@" + sandbox_.url().substr(7);
  options.environment["no_proxy"] = "";
  const ChildResult result = run_child(cli_command({"doctor", "--json"}), options);
  const std::string detail = findings(result)["proxy"]["detail"];
  EXPECT_NE(detail.find("127.0.0.1"), std::string::npos) << detail;
  EXPECT_EQ((result.out + result.err).find("secret"), std::string::npos) << result.out;
}

TEST_F(CliDiagnosisTest, DoctorNamesTheCertificatesThatAreTrusted) {
  const ChildResult result = run_cli({"doctor", "--json", "--base-url", "https://" + dead_url().substr(7)});
  EXPECT_EQ(result.exit_status, 4);
  EXPECT_EQ(findings(result)["certificates"]["detail"].get<std::string>().rfind("trusts ", 0), 0u) << result.out;
}

TEST_F(CliDiagnosisTest, DoctorWarnsOfACertificateFileThatIsPassedOver) {
  const fs::path empty = write_file("none.pem", "");
  ChildOptions options = child_options();
  options.environment["SSL_CERT_FILE"] = empty.string();
  const ChildResult result = run_child(cli_command({"doctor", "--json", "--base-url", "https://127.0.0.1:1"}), options);
  const json finding = findings(result)["certificates"];
  EXPECT_EQ(finding["state"], "warning");
  EXPECT_NE(finding["detail"].get<std::string>().find(empty.string()), std::string::npos) << finding;
}

TEST_F(CliDiagnosisTest, DoctorFindsNothingWhenAllIsWell) {
  const ChildResult result = run_cli({"doctor", "--json"});
  EXPECT_EQ(result.exit_status, 0) << result.out << result.err;
  const json found = findings(result);
  for (const auto& [check, finding] : found.items()) EXPECT_EQ(finding["state"], "ok") << finding;
  for (const char* check : {"profiles", "key", "address", "certificates", "proxy", "ledger", "clock", "inspections",
                            "agents", "clients", "attachments", "stats"}) {
    EXPECT_TRUE(found.contains(check)) << check;
  }
  EXPECT_NE(found["key"]["detail"].get<std::string>().find("company"), std::string::npos) << found["key"];
  EXPECT_EQ(request_count(), 5u);
}

TEST_F(CliDiagnosisTest, DoctorStopsAtAKeyThatDoesNotWork) {
  ChildOptions options = child_options();
  options.environment["SPECTORA_API_KEY"] = "wrong-key-4711";
  const ChildResult result = run_child(cli_command({"doctor", "--json"}), options);
  EXPECT_EQ(result.exit_status, 3) << result.out;
  EXPECT_EQ(findings(result)["key"]["state"], "failed");
  EXPECT_EQ(request_count(), 1u);
  EXPECT_EQ((result.out + result.err).find("wrong-key"), std::string::npos);
}

TEST_F(CliDiagnosisTest, DoctorTellsNoKeyAndNoNetworkApart) {
  ChildOptions options = child_options();
  options.environment["SPECTORA_API_KEY"] = "";
  EXPECT_EQ(run_child(cli_command({"doctor"}), options).exit_status, 2);
  const ChildResult unreached = run_cli({"doctor", "--base-url", dead_url(), "--json"});
  EXPECT_EQ(unreached.exit_status, 4);
  EXPECT_EQ(findings(unreached)["network"]["state"], "failed");
}

TEST_F(CliDiagnosisTest, DoctorNamesWhatTheKeyMayNotRead) {
  sandbox_.add_fault({{"match", {{"path", "/v2/contacts"}}}, {"action", {{"status", 403}, {"body", "{}"}}}});
  const ChildResult result = run_cli({"doctor", "--json"});
  EXPECT_EQ(result.exit_status, 0) << result.out;
  EXPECT_EQ(findings(result)["clients"]["state"], "warning");
  EXPECT_NE(findings(result)["clients"]["way_out"], "");
  EXPECT_EQ(findings(result)["agents"]["state"], "ok");
}

TEST_F(CliDiagnosisTest, DoctorNoticesAClockThatIsWrong) {
  sandbox_.add_fault(
      {{"match", {{"path", "/v2/inspections"}}},
       {"action",
        {{"status", 200}, {"headers", {{"Date", "Sun, 01 Jan 2023 00:00:00 GMT"}}}, {"body", R"({"data":[]})"}}}});
  const json clock = findings(run_cli({"doctor", "--json"}))["clock"];
  EXPECT_EQ(clock["state"], "warning") << clock;
  EXPECT_NE(clock["detail"].get<std::string>().find("ahead of"), std::string::npos) << clock;
}

TEST_F(CliDiagnosisTest, DoctorWarnsOfAProfileFileThatOthersCanRead) {
  const auto file = write_file("config/spectrakit/config.toml", "");
  fs::permissions(file, fs::perms::owner_all | fs::perms::others_read);
  const ChildResult result = run_cli({"doctor"});
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_EQ(result.out.rfind("failed   profiles", 0), 0u) << result.out;
  EXPECT_NE(result.out.find("chmod 600"), std::string::npos) << result.out;
}

TEST_F(CliDiagnosisTest, AHomeThatCanNotBeWrittenStopsNoCommand) {
  ChildOptions options = child_options();
  options.environment["XDG_STATE_HOME"] = "/proc/no-such-folder";
  EXPECT_EQ(run_child(cli_command({"agents", "list"}), options).exit_status, 0);
  const ChildResult result = run_child(cli_command({"doctor", "--json"}), options);
  EXPECT_EQ(findings(result)["ledger"]["state"], "warning") << result.out;
}

}  // namespace spectrakit::tests
