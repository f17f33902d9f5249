#include <signal.h>

#include "tool_test.h"

namespace spectrakit::tests {

using nlohmann::json;

class CliListTest : public ToolTest {
 protected:
  /** The targets of all requests, oldest first. */
  std::vector<std::string> targets() {
    std::vector<std::string> found;
    for (const auto& request : sandbox_.requests()) found.push_back(request.at("path"));
    return found;
  }
};

TEST_F(CliListTest, AProgramGetsEveryRecord) {
  for (const char* format : {"--ndjson", "--json"}) {
    const ChildResult result = run_cli({"inspections", "list", format});
    ASSERT_EQ(result.exit_status, 0) << result.err;
    EXPECT_EQ(result.err, "");
    const std::size_t count =
        std::string(format) == "--json" ? json::parse(result.out).size() : lines_of(result.out).size();
    EXPECT_EQ(count, 2000u);
  }
}

TEST_F(CliListTest, APersonGetsAPageAndIsToldHowManyThereAre) {
  const ChildResult result = run_cli({"inspections", "list", "--page-size", "50"});
  ASSERT_EQ(result.exit_status, 0) << result.err;
  EXPECT_EQ(lines_of(result.out).size(), 51u);
  EXPECT_NE(result.err.find("50 of 2000"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("--all"), std::string::npos) << result.err;
  EXPECT_EQ(request_count(), 1u);
}

TEST_F(CliListTest, NobodyIsToldOfMoreWhenAllIsShown) {
  const ChildResult all = run_cli({"clients", "list", "--all"});
  ASSERT_EQ(all.exit_status, 0) << all.err;
  EXPECT_GT(lines_of(all.out).size(), 201u);
  EXPECT_EQ(all.err, "");
  const ChildResult one = run_cli({"clients", "list", "--id", "700001"});
  EXPECT_EQ(lines_of(one.out).size(), 2u);
  EXPECT_EQ(one.err, "");
}

TEST_F(CliListTest, WithoutATotalAPersonIsStillToldThatThereIsMore) {
  const std::string page = R"({"data":[{"id":"1","type":"contact"}],"meta":{"pagination":{"next":2}}})";
  sandbox_.add_fault({{"match", {{"method", "GET"}}}, {"action", {{"status", 200}, {"body", page}}}});
  const ChildResult result = run_cli({"clients", "list"});
  ASSERT_EQ(result.exit_status, 0) << result.err;
  EXPECT_NE(result.err.find("1 shown; --all"), std::string::npos) << result.err;
}

TEST_F(CliListTest, ALimitEndsTheListOverPages) {
  const ChildResult some = run_cli({"inspections", "list", "--ndjson", "--limit", "250", "--page-size", "100"});
  EXPECT_EQ(lines_of(some.out).size(), 250u);
  EXPECT_EQ(request_count(), 3u);
  const ChildResult none = run_cli({"inspections", "list", "--json", "--limit", "0"});
  EXPECT_EQ(json::parse(none.out), json::array());
  EXPECT_EQ(request_count(), 3u);
}

TEST_F(CliListTest, ANumberThatIsNoneIsRefusedInAFewWords) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"agents", "list", "--requests-per-minute", "0"},
        {"agents", "list", "--limit", "many"},
        {"agents", "list", "--limit=-1"}}) {
    const ChildResult result = run_cli(arguments);
    EXPECT_EQ(result.exit_status, 2);
    EXPECT_NE(result.err.find("takes a whole number"), std::string::npos) << result.err;
    EXPECT_LT(result.err.size(), 150u) << result.err;
  }
}

TEST_F(CliListTest, AnEmptyListIsSaidToAPersonAndEmptyForAProgram) {
  const std::vector<std::string> nobody{"agents", "list", "--email", "nobody@example.com"};
  const auto with = [&](const char* format) {
    std::vector<std::string> arguments = nobody;
    arguments.push_back(format);
    return run_cli(arguments);
  };
  const ChildResult shown = run_cli(nobody);
  EXPECT_EQ(shown.exit_status, 0) << shown.err;
  EXPECT_EQ(shown.out, "No agents found.\n");
  EXPECT_EQ(with("--json").out, "[]\n");
  EXPECT_EQ(with("--ndjson").out, "");
}

TEST_F(CliListTest, NamingAPageAsksForThatPage) {
  const ChildResult result = run_cli({"agents", "list", "--page-number", "2", "--page-size", "10", "--ndjson"});
  ASSERT_EQ(result.exit_status, 0) << result.err;
  EXPECT_EQ(lines_of(result.out).size(), 10u);
  EXPECT_EQ(request_count(), 1u);
  EXPECT_EQ(json::parse(lines_of(result.out).front())["id"],
            json::parse(fetch("/v2/connections?page[size]=10&page[number]=2"))["data"][0]["id"]);
}

TEST_F(CliListTest, EveryParameterHasAFlagThatReachesTheService) {
  struct Case {
    std::vector<std::string> arguments;
    std::vector<std::string> parts;
  };
  const std::vector<Case> cases = {
      {{"agents", "list", "--tag", "vip"}, {"filter%5Btag%5D=vip"}},
      {{"agents", "list", "--tag", "vip", "--tag", "a b"},
       {"filter%5Btag%5D%5B%5D=vip", "filter%5Btag%5D%5B%5D=a%20b"}},
      {{"agents", "list", "--email", "a@example.com", "--agency-id", "7", "--agent-team-id", "8", "--agent-id", "9"},
       {"filter%5Bemail%5D=a%40example.com", "filter%5Bagency_id%5D=7", "filter%5Bagent_team_id%5D=8",
        "filter%5Bagent_id%5D=9"}},
      {{"agents", "list", "--sort", "-agent_inspections", "--include", "agent"},
       {"sort=-agent_inspections", "include=agent"}},
      {{"agents", "get", "500001", "--optional-fields", "date_of_first_inspection"},
       {"/v2/connections/500001?optional_fields=date_of_first_inspection"}},
      {{"clients", "list", "--buyer-id", "5", "--fulltext", "Ngozi"}, {"filter%5Bbuyer_id%5D=5", "fulltext%5D=Ngozi"}},
      {{"inspections", "list", "--datetime-greater-than", "2026-09-01T00:00:00-05:00"},
       {"filter%5Bdatetime_greater_than%5D=2026-09-01T00%3A00%3A00-05%3A00"}},
      {{"stats", "list", "--id", "500001"}, {"/v2/connections/stats?filter%5Bid%5D=500001"}},
      {{"attachments", "list", "--inspection-id", "1", "--no-report"},
       {"filter%5Binspection_id%5D=1", "filter%5Breport%5D=false"}},
      {{"clients", "list", "--raw-query", "filter[new]=x=y"}, {"filter%5Bnew%5D=x%3Dy"}},
  };
  for (const Case& one : cases) {
    run_cli(one.arguments);
    const std::string target = targets().back();
    for (const std::string& part : one.parts) EXPECT_NE(target.find(part), std::string::npos) << target << ' ' << part;
  }
}

TEST_F(CliListTest, EveryListHasATableOfItsOwn) {
  for (const char* group : {"agents", "clients", "inspections", "attachments", "stats"}) {
    const ChildResult result = run_cli({group, "list", "--limit", "3"});
    ASSERT_EQ(result.exit_status, 0) << result.err;
    const auto lines = lines_of(result.out);
    ASSERT_EQ(lines.size(), 4u) << result.out;
    EXPECT_NE(lines.front().find("  "), std::string::npos);
  }
}

TEST_F(CliListTest, NdjsonShowsAPageBeforeTheNextOneIsThere) {
  sandbox_.add_fault({{"match", {{"method", "GET"}, {"nth", 2}}}, {"action", {{"hold", true}}}});
  ChildProcess child(cli_command({"agents", "list", "--ndjson", "--page-size", "100"}), child_options());
  EXPECT_EQ(lines_of(child.read_out_lines(100)).size(), 100u);
  child.send_signal(SIGINT);
  EXPECT_EQ(child.wait().exit_status, 130);
}

}  // namespace spectrakit::tests
