#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <thread>

#include "case_table.h"
#include "comparison.h"
#include "session.h"
#include "steps.h"

namespace spectrakit::tests {
namespace {

using Json = nlohmann::json;

SandboxProcess& shared_sandbox() {
  static SandboxProcess sandbox;
  return sandbox;
}

void expect_none(const std::vector<std::string>& differences, const Json& observed) {
  std::string text;
  for (const std::string& line : differences) text += "\n  " + line;
  EXPECT_TRUE(differences.empty()) << text << "\nobserved: " << observed.dump(1);
}

/// No key may be seen anywhere: neither the sandbox's nor those that the case gives.
std::vector<std::string> keys_of(const Json& body, const SandboxProcess& sandbox) {
  std::vector<std::string> keys = {sandbox.api_key()};
  if (body.contains("client")) keys.push_back(body["client"].value("api_key", ""));
  for (const Json& step : body["steps"]) {
    keys.push_back(step.value("set_key", ""));
    for (const Json& action : step.value("meanwhile", Json::array())) keys.push_back(action.value("set_key", ""));
  }
  std::erase(keys, "");
  return keys;
}

void expect_no_key(const std::vector<std::string>& keys, const Json& observed) {
  for (const char* shown : {"message", "explanation", "support_bundle"}) {
    const std::string text = observed.value(shown, "");
    for (const std::string& key : keys) EXPECT_EQ(text.find(key), std::string::npos) << text;
  }
}

class CrossCase : public testing::Test {
 public:
  explicit CrossCase(const Case& row) : row_(row) {}

  void TestBody() override {
    SandboxProcess& sandbox = shared_sandbox();
    sandbox.clear_faults();
    sandbox.clear_requests();
    const Json body = fill_in(
        row_.body, {{"url", sandbox.url()}, {"port", std::to_string(sandbox.port())}, {"key", sandbox.api_key()}});
    const Json before = record_counts(sandbox);
    for (const Json& rule : body.value("script", Json::array())) sandbox.add_fault(rule);
    take_steps(body, sandbox);
    const Json log = sandbox.requests();
    expect_none(request_differences(body["requests"], body.value("sent", Json()), log), log);
    check_made(body.value("made", Json::object()), before, sandbox);
  }

 private:
  static Json record_counts(SandboxProcess& sandbox) { return sandbox.admin("GET", "/_sandbox/health").at("records"); }

  static void take_steps(const Json& body, SandboxProcess& sandbox) {
    const Json client_options = body.value("client", Json::object());
    const std::vector<std::string> keys = keys_of(body, sandbox);
    Session session(client_options, sandbox);
    {
      Steps steps(session, sandbox);
      for (const Json& step : body["steps"]) {
        const Json observed = steps.take(step);
        expect_none(differences(step.value("expect", Json{{"status", "SPK_OK"}}), observed), observed);
        expect_no_key(keys, observed);
      }
    }
    EXPECT_EQ(session.close(), SPK_OK);
    for (const std::string& key : keys) EXPECT_FALSE(session.log_shows(key));
    Json logged = session.logged();
    for (const Json& event : body.value("logged", Json::array())) EXPECT_TRUE(logged.contains(event)) << event;
    const Json lines = body.value("log_lines", Json::object());
    for (const auto& [event, texts] : lines.items()) logged.emplace(event, Json::array());
    expect_none(differences(lines, logged, "log_lines"), logged);
    if (body.contains("elapsed_ms")) {
      expect_none(differences(body["elapsed_ms"], session.elapsed_ms(), "elapsed_ms"), {});
    }
  }

  /// Work may end after the client was told, so the records are looked at until they are as they should be.
  static void check_made(const Json& made, const Json& before, SandboxProcess& sandbox) {
    Json expected = before;
    for (const auto& [table, count] : made.items()) expected[table] = before.at(table).get<int>() + count.get<int>();
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    Json now = record_counts(sandbox);
    while (now != expected && std::chrono::steady_clock::now() < give_up) {
      std::this_thread::yield();
      now = record_counts(sandbox);
    }
    EXPECT_EQ(now, expected) << "before: " << before;
  }

  const Case& row_;
};

void register_cases(const std::vector<Case>& cases) {
  for (const Case& row : cases) {
    const std::string suite = "Cross" + camel_case(row.group);
    testing::RegisterTest(suite.c_str(), camel_case(row.name).c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [&row]() -> CrossCase* { return new CrossCase(row); });
  }
}

}  // namespace
}  // namespace spectrakit::tests

int main(int argument_count, char** arguments) {
  testing::InitGoogleTest(&argument_count, arguments);
  const std::vector<spectrakit::tests::Case> cases = spectrakit::tests::load_cases(SPECTRAKIT_CASES);
  spectrakit::tests::register_cases(cases);
  return RUN_ALL_TESTS();
}
