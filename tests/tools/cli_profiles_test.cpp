#include <signal.h>

#include "tool_test.h"

namespace spectrakit::tests {

namespace fs = std::filesystem;
using nlohmann::json;

class CliProfilesTest : public ToolTest {
 protected:
  /** Neither key nor address in the environment. */
  ChildOptions bare_options(const std::string& input = "") const {
    ChildOptions options = child_options();
    options.environment["SPECTORA_API_KEY"] = "";
    options.environment["SPECTORA_BASE_URL"] = "";
    options.input = input;
    return options;
  }

  ChildResult run_bare(std::vector<std::string> arguments, const std::string& input = "") const {
    return run_child(cli_command(std::move(arguments)), bare_options(input));
  }

  /** A profile that leads to the sandbox. */
  void add_profile(const std::string& name, const std::string& key) const {
    const ChildResult result = run_bare({"profiles", "add", name, "--base-url", sandbox_.url()}, key + "\n");
    ASSERT_EQ(result.exit_status, 0) << result.err;
  }

  json listed() const {
    const ChildResult result = run_bare({"profiles", "list", "--json"});
    EXPECT_EQ(result.exit_status, 0) << result.err;
    return json::parse(result.out);
  }

  fs::path file() const { return folder_ / "config/spectrakit/config.toml"; }
};

TEST_F(CliProfilesTest, TheFirstProfileIsTheDefaultAndItsKeyIsUsed) {
  add_profile("elm", sandbox_.api_key());
  add_profile("oak", "another-key-4711");
  EXPECT_EQ(listed()[0]["name"], "elm");
  EXPECT_EQ(listed()[0]["default"], true);
  EXPECT_EQ(listed()[1]["default"], false);
  EXPECT_EQ(run_bare({"agents", "list"}).exit_status, 0);
  EXPECT_EQ(run_bare({"agents", "list", "--profile", "oak"}).exit_status, 3);
}

TEST_F(CliProfilesTest, ANamedProfileComesBeforeTheEnvironmentWithItsAddress) {
  add_profile("elm", sandbox_.api_key());
  ChildOptions options = child_options();
  options.environment["SPECTORA_API_KEY"] = "wrong-key-4711";
  options.environment["SPECTORA_BASE_URL"] = dead_url();
  EXPECT_EQ(run_child(cli_command({"agents", "list", "--profile", "elm"}), options).exit_status, 0);
}

TEST_F(CliProfilesTest, TheEnvironmentComesBeforeTheDefaultProfile) {
  add_profile("elm", "another-key-4711");
  ChildOptions options = child_options();
  EXPECT_EQ(run_child(cli_command({"agents", "list"}), options).exit_status, 0);
  options.environment["SPECTORA_API_KEY"] = "";
  options.environment["SPECTORA_BASE_URL"] = dead_url();
  EXPECT_EQ(run_child(cli_command({"agents", "list"}), options).exit_status, 4);
}

TEST_F(CliProfilesTest, ATypedAddressComesFirst) {
  add_profile("elm", sandbox_.api_key());
  EXPECT_EQ(run_bare({"agents", "list", "--profile", "elm", "--base-url", dead_url()}).exit_status, 4);
}

TEST_F(CliProfilesTest, WithoutAnyKeyBothWaysToGiveOneAreNamed) {
  const ChildResult result = run_bare({"agents", "list"});
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_NE(result.err.find("SPECTORA_API_KEY"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("profiles add"), std::string::npos) << result.err;
}

TEST_F(CliProfilesTest, AnUnknownProfileIsAUsageErrorThatNamesTheOthers) {
  add_profile("elm", sandbox_.api_key());
  const ChildResult result = run_bare({"agents", "list", "--profile", "ulm"});
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_NE(result.err.find("there is elm"), std::string::npos) << result.err;
}

TEST_F(CliProfilesTest, TheFileIsForItsOwnerAloneAndIsRefusedOtherwise) {
  add_profile("elm", sandbox_.api_key());
  EXPECT_EQ(fs::status(file()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  for (const fs::perms extra : {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write}) {
    fs::permissions(file(), fs::perms::owner_read | fs::perms::owner_write | extra);
    const ChildResult result = run_bare({"agents", "list"});
    EXPECT_EQ(result.exit_status, 2);
    EXPECT_NE(result.err.find("chmod 600"), std::string::npos) << result.err;
  }
  EXPECT_EQ(request_count(), 0u);
}

TEST_F(CliProfilesTest, AnExistingProfileIsReplacedOnlyWhenAsked) {
  add_profile("elm", "another-key-4711");
  EXPECT_EQ(run_bare({"profiles", "add", "elm"}, "third-key-4711").exit_status, 2);
  const std::vector<std::string> roll = {"profiles", "add", "elm", "--replace", "--base-url", sandbox_.url()};
  EXPECT_EQ(run_bare(roll, sandbox_.api_key()).exit_status, 0);
  EXPECT_EQ(run_bare({"agents", "list"}).exit_status, 0);
}

TEST_F(CliProfilesTest, RemovingTheDefaultLeavesNone) {
  add_profile("elm", sandbox_.api_key());
  add_profile("oak", sandbox_.api_key());
  EXPECT_EQ(run_bare({"profiles", "remove", "elm"}).exit_status, 0);
  EXPECT_EQ(listed().size(), 1u);
  EXPECT_EQ(run_bare({"agents", "list"}).exit_status, 2);
  EXPECT_EQ(run_bare({"profiles", "default", "oak"}).exit_status, 0);
  EXPECT_EQ(run_bare({"agents", "list"}).exit_status, 0);
  EXPECT_EQ(run_bare({"profiles", "remove", "elm"}).exit_status, 2);
}

TEST_F(CliProfilesTest, SettingsSurviveTheRoundTrip) {
  const ChildResult added = run_bare({"profiles", "add", "elm", "--base-url", "https://example.com/x",
                                      "--requests-per-minute", "60", "--monthly-quota", "10000", "--stop-at-quota"},
                                     "key-\"4711'\r\n");
  ASSERT_EQ(added.exit_status, 0) << added.err;
  add_profile("oak", "another-key-4711");
  const json elm = listed()[0];
  EXPECT_EQ(elm["base_url"], "https://example.com/x");
  EXPECT_EQ(elm["requests_per_minute"], 60);
  EXPECT_EQ(elm["monthly_quota"], 10000);
  EXPECT_EQ(elm["stop_at_quota"], true);
  EXPECT_EQ(listed()[1]["stop_at_quota"], false);
}

TEST_F(CliProfilesTest, NoOutputEverHoldsAKey) {
  add_profile("elm", "secret-key-4711");
  const std::vector<std::vector<std::string>> commands = {
      {"profiles", "list"}, {"profiles", "list", "--json"}, {"agents", "list"}, {"profiles", "remove", "elm"}};
  for (const auto& arguments : commands) {
    const ChildResult result = run_bare(arguments);
    EXPECT_EQ((result.out + result.err).find("secret-key"), std::string::npos) << result.out << result.err;
  }
}

TEST_F(CliProfilesTest, WhatCanNotWorkIsNotKept) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrong = {
      {{"elm"}, ""},
      {{"elm"}, "\n"},
      {{"elm"}, "two words\n"},
      {{"elm", "--base-url", "ftp://example.com"}, "key-4711\n"},
      {{"../elm"}, "key-4711\n"},
      {{"elm", "--monthly-quota", "0"}, "key-4711\n"},
  };
  for (const auto& [arguments, input] : wrong) {
    std::vector<std::string> command = {"profiles", "add"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const ChildResult result = run_bare(command, input);
    EXPECT_EQ(result.exit_status, 2) << result.err;
  }
  EXPECT_FALSE(fs::exists(file()));
}

TEST_F(CliProfilesTest, AMistakeInTheFileIsNamedWithItsPlaceAndWithoutKeys) {
  const std::vector<std::pair<std::string, std::string>> mistakes = {
      {"[profiles.elm]\napi_key = \"secret-4711\"\nmontly_quota = 5\n", "montly_quota"},
      {"[profiles.elm]\napi_key = 4711\n", "api_key"},
      {"[profiles.elm]\nbase_url = \"https://example.com\"\n", "api_key"},
      {"[profiles.elm]\napi_key = \"secret-4711\"\nmonthly_quota = -1\n", "monthly_quota"},
      {"default = \"oak\"\n[profiles.elm]\napi_key = \"secret-4711\"\n", "oak"},
      {"[profile.elm]\napi_key = \"secret-4711\"\n", "profile"},
      {"[profiles.elm]\napi_key = \"secret-4711\nx = 1\n", "line 2"},
  };
  for (const auto& [text, named] : mistakes) {
    write_file("config/spectrakit/config.toml", text);
    fs::permissions(file(), fs::perms::owner_read | fs::perms::owner_write);
    const ChildResult result = run_bare({"agents", "list"});
    EXPECT_EQ(result.exit_status, 2) << text;
    EXPECT_NE(result.err.find(named), std::string::npos) << result.err;
    EXPECT_EQ(result.err.find("secret"), std::string::npos) << result.err;
  }
}

TEST_F(CliProfilesTest, TheFileInTheGuideIsOne) {
  fs::create_directories(file().parent_path());
  fs::copy_file(EXAMPLE_CONFIG_PATH, file());
  fs::permissions(file(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(listed()[0]["stop_at_quota"], true);
  EXPECT_EQ(listed()[1]["requests_per_minute"], 60);
}

TEST_F(CliProfilesTest, APersonIsAskedForTheKeyAndDoesNotSeeIt) {
  ChildOptions options = bare_options(sandbox_.api_key() + "\n");
  options.in_is_terminal = true;
  const ChildResult added = run_child(cli_command({"profiles", "add", "elm", "--base-url", sandbox_.url()}), options);
  ASSERT_EQ(added.exit_status, 0) << added.err;
  EXPECT_NE(added.err.find("API key"), std::string::npos) << added.err;
  EXPECT_EQ((added.out + added.err + added.echo).find(sandbox_.api_key()), std::string::npos);
  EXPECT_EQ(run_bare({"agents", "list"}).exit_status, 0);
}

}  // namespace spectrakit::tests
