#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "capi_test.h"
#include "support/temporary_folder.h"

namespace spectrakit::tests {
namespace {

/// Runs the curl commands of explanations in a real shell, against the sandbox that answered the calls.
class ExplainTest : public CapiTest {
 protected:
  static std::string text_of(const char* (*getter)(const spk_document*, size_t*), const Outcome& outcome) {
    size_t length = 0;
    const char* const text = getter(outcome.document.get(), &length);
    return {text, length};
  }
  static std::string text_of(const char* (*getter)(const spk_error*, size_t*), const Outcome& outcome) {
    size_t length = 0;
    const char* const text = getter(outcome.error.get(), &length);
    return {text, length};
  }

  static std::string explanation(const Outcome& outcome) {
    return outcome.document ? text_of(spk_document_explain, outcome) : text_of(spk_error_explain, outcome);
  }
  static std::string support_bundle(const Outcome& outcome) {
    return outcome.document ? text_of(spk_document_support_bundle, outcome)
                            : text_of(spk_error_support_bundle, outcome);
  }
  static int http_status(const Outcome& outcome) {
    return outcome.document ? spk_document_http_status(outcome.document.get())
                            : spk_error_http_status(outcome.error.get());
  }

  static std::string curl_command(const Outcome& outcome) {
    constexpr std::string_view kHeadline = "The same request, with the key in a variable:\n";
    const std::string text = explanation(outcome);
    const size_t headline = text.find(kHeadline);
    if (headline == std::string::npos) return "";
    return text.substr(headline + kHeadline.size());
  }

  /// What the command prints, run in the folder with the sandbox's key in its variable; nothing when it fails.
  std::string run(const std::string& arguments, const std::string& script) {
    std::ofstream(folder_.path("script.sh")) << script;
    const std::string command = "cd '" + folder_.path("") + "' && SPECTORA_API_KEY='" + sandbox_.api_key() +
                                "' NO_PROXY=127.0.0.1 bash " + arguments + " script.sh > output.txt 2> errors.txt";
    const int ended = std::system(command.c_str());
    EXPECT_TRUE(WIFEXITED(ended) && WEXITSTATUS(ended) == 0) << script << contents("errors.txt");
    return contents("output.txt");
  }

  /// The shell takes the call's command, and the sandbox answers it as it answered the call.
  void expect_same_answer(const Outcome& outcome) {
    std::string command = curl_command(outcome);
    ASSERT_FALSE(command.empty()) << explanation(outcome);
    EXPECT_EQ(explanation(outcome).find(sandbox_.api_key()), std::string::npos);
    EXPECT_EQ(support_bundle(outcome).find(sandbox_.api_key()), std::string::npos);
    run("-n", command);
    command.pop_back();
    EXPECT_EQ(run("", command + " -m 20 -o answer.json -w '%{http_code}'"), std::to_string(http_status(outcome)))
        << command;
  }

  std::string contents(const std::string& name) const {
    std::ifstream file(folder_.path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  Request make_raw(std::string_view method, std::string_view path) {
    spk_request* request = nullptr;
    EXPECT_EQ(spk_request_create_raw(method.data(), method.size(), path.data(), path.size(), &request, nullptr),
              SPK_OK);
    return Request(request);
  }

  const TemporaryFolder folder_;
};

TEST_F(ExplainTest, ACommandReadsWhatTheCallRead) {
  const Outcome outcome = send(client_, get_inspection(kInspection));
  expect_same_answer(outcome);
  EXPECT_EQ(contents("answer.json"), spk_document_body(outcome.document.get(), nullptr));
}

TEST_F(ExplainTest, ACommandFailsAsTheCallFailed) {
  const Outcome outcome = send(client_, get_inspection("99999999"));
  EXPECT_EQ(outcome.status, SPK_NOT_FOUND);
  expect_same_answer(outcome);
}

TEST_F(ExplainTest, ACommandAsksWithTheSameQuery) {
  const Request request = make_request(SPK_SPECTORA_CLIENTS_LIST);
  set_parameter(request, "page[size]", "3");
  set_parameter(request, "filter[fulltext]", "it's \"50%\" & $HOME; `id` \\ ü");
  expect_same_answer(send(client_, request));
  const std::vector<nlohmann::json> requests = received("GET");
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].at("path"), requests[1].at("path"));
}

TEST_F(ExplainTest, ACommandAsksForAHeadOnly) {
  expect_same_answer(send(client_, make_raw("HEAD", "/v2/inspections/10000002")));
  EXPECT_EQ(received("HEAD").size(), 2u);
}

TEST_F(ExplainTest, ACommandWritesTheSameJson) {
  const Request request = make_request(SPK_SPECTORA_CLIENTS_CREATE);
  set_attribute(request, "first_name", "Jane 'J' \"O'Neil\" $(id) `id` \\ \n ü");
  set_attribute(request, "email", "jane@example.com");
  expect_same_answer(send(client_, request));
  const std::vector<nlohmann::json> requests = received("POST");
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].at("body_bytes"), requests[1].at("body_bytes"));
}

TEST_F(ExplainTest, ACommandSendsABodyThatBeginsLikeAFilesName) {
  std::ofstream(folder_.path("secret.txt")) << "not to be sent";
  const Request request = make_raw("POST", "/v2/contacts");
  constexpr std::string_view kBody = "@secret.txt";
  ASSERT_EQ(spk_request_set_raw_body(request.get(), "application/json", SPK_NUL, kBody.data(), kBody.size(), nullptr),
            SPK_OK);
  expect_same_answer(send(client_, request));
  const std::vector<nlohmann::json> requests = received("POST");
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[1].at("body_bytes"), kBody.size());
}

TEST_F(ExplainTest, ACommandUploadsTheSameFile) {
  for (const std::string name : {"report.pdf", "it's a; \"report\", \\ two.pdf"}) {
    const std::string bytes(3000, 'r');
    std::ofstream(folder_.path(name), std::ios::binary) << bytes;
    expect_same_answer(send(client_, upload_bytes(bytes, name)));
  }
  EXPECT_EQ(received("POST").size(), 4u);
}

TEST_F(ExplainTest, ACommandOfAWriteThatIsRefusedIsRefusedAsWell) {
  std::ofstream(folder_.path("report.exe")) << "bytes";
  const Request request = make_request(SPK_SPECTORA_CLIENTS_CREATE);
  set_attribute(request, "email", "no address");
  const Outcome outcome = send(client_, request);
  EXPECT_EQ(outcome.status, SPK_VALIDATION_FAILED) << outcome.message();
  expect_same_answer(outcome);
}

TEST_F(ExplainTest, ASupportBundleHoldsNoCookie) {
  add_fault("GET", "/v2/inspections",
            {{"status", 400}, {"headers", {{"Set-Cookie", "session=hidden"}, {"X-Zone", "seen"}}}, {"body", "{}"}});
  const std::string failed = support_bundle(send(client_, get_inspection(kInspection)));
  EXPECT_NE(failed.find("X-Zone: seen"), std::string::npos) << failed;
  EXPECT_EQ(failed.find("hidden"), std::string::npos) << failed;
}

TEST_F(ExplainTest, AnOldKeyIsNoSecretThatARolledClientTells) {
  const Request request = get_inspection(kInspection);
  const std::string key = sandbox_.api_key();
  ASSERT_EQ(spk_request_add_raw_query(request.get(), "token", SPK_NUL, key.data(), key.size(), nullptr), SPK_OK);
  sandbox_.add_fault({{"match", {{"key", "another-key"}}},
                      {"times", 0},
                      {"action", {{"body", R"({"data":{"id":"10000002","type":"inspection"}})"}}}});
  ASSERT_EQ(spk_client_set_key(client_.get(), "another-key", SPK_NUL, nullptr), SPK_OK);
  const Outcome outcome = send(client_, request);
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  EXPECT_EQ(explanation(outcome).find(key), std::string::npos) << explanation(outcome);
  EXPECT_EQ(support_bundle(outcome).find(key), std::string::npos) << support_bundle(outcome);
}

TEST_F(ExplainTest, AKeyThatStandsEncodedInTheQueryIsTakenOutAsWell) {
  const std::string key = "key/with+signs==";
  const Client client = make_client(engine_, [&](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_api_key(options, key.data(), key.size(), nullptr), SPK_OK);
  });
  const Request request = get_inspection(kInspection);
  ASSERT_EQ(spk_request_add_raw_query(request.get(), "token", SPK_NUL, key.data(), key.size(), nullptr), SPK_OK);
  const Outcome outcome = send(client, request);
  EXPECT_EQ(outcome.status, SPK_AUTHENTICATION_FAILED);
  for (const std::string& text : {explanation(outcome), support_bundle(outcome)}) {
    EXPECT_NE(text.find("token=[secret]"), std::string::npos) << text;
    EXPECT_EQ(text.find("signs"), std::string::npos) << text;
  }
}

TEST_F(ExplainTest, BothTextsStayWhereTheyAreAsLongAsTheirOwner) {
  const Outcome outcome = send(client_, get_inspection(kInspection));
  EXPECT_EQ(spk_document_explain(outcome.document.get(), nullptr),
            spk_document_explain(outcome.document.get(), nullptr));
  const char* const bundle = spk_document_support_bundle(outcome.document.get(), nullptr);
  client_.reset();
  EXPECT_EQ(bundle, spk_document_support_bundle(outcome.document.get(), nullptr));
  EXPECT_EQ(std::string(spk_document_explain(nullptr, nullptr)), "");
  EXPECT_EQ(std::string(spk_error_support_bundle(nullptr, nullptr)), "");
}

}  // namespace
}  // namespace spectrakit::tests
