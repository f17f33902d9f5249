#include "capi_test.h"

namespace spectrakit::tests {
namespace {

TEST_F(CapiTest, AMissingRecordIsNotFoundWithAWayOut) {
  const Outcome outcome = send(client_, get_inspection("99"));
  EXPECT_EQ(outcome.status, SPK_NOT_FOUND);
  EXPECT_EQ(outcome.error_name(), "NotFoundError");
  EXPECT_EQ(spk_error_http_status(outcome.error.get()), 404);
  EXPECT_STREQ(spk_error_operation(outcome.error.get(), nullptr), "inspections.get");
  EXPECT_STRNE(spk_error_request_id(outcome.error.get(), nullptr), "");
  EXPECT_FALSE(spk_error_is_retryable(outcome.error.get()));
  EXPECT_NE(outcome.message().find("Check the id"), std::string::npos) << outcome.message();
}

TEST_F(CapiTest, AWrongKeyIsAnAuthenticationErrorThatDoesNotShowIt) {
  const Client client = make_client(engine_, [](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_set_api_key(options, "a-wrong-key", SPK_NUL, nullptr), SPK_OK);
  });
  const Outcome outcome = send(client, get_inspection(kInspection));
  EXPECT_EQ(outcome.status, SPK_AUTHENTICATION_FAILED);
  EXPECT_EQ(outcome.message().find("a-wrong-key"), std::string::npos);
}

TEST_F(CapiTest, JsonApiErrorsBecomeProblems) {
  const Request request = upload_bytes("for an inspection that is not there");
  set_attribute(request, "inspection_id", "99");
  const Outcome outcome = send(client_, request);
  ASSERT_EQ(outcome.status, SPK_VALIDATION_FAILED) << outcome.message();
  ASSERT_GE(spk_error_problem_count(outcome.error.get()), 1u);
  EXPECT_STREQ(spk_error_problem_pointer(outcome.error.get(), 0, nullptr), "/data/attributes/inspection_id");
  EXPECT_STRNE(spk_error_problem_detail(outcome.error.get(), 0, nullptr), "");
  EXPECT_FALSE(spk_error_is_ambiguous(outcome.error.get()));
}

TEST_F(CapiTest, ProblemDetailsBecomeOneProblem) {
  add_fault("GET", "/v2/inspections",
            {{"status", 403},
             {"headers", {{"Content-Type", "application/problem+json"}}},
             {"body", R"({"type":"https://example.com/forbidden","title":"Forbidden","detail":"jane@example.com"})"}});
  const Outcome outcome = send(client_, get_inspection(kInspection));
  ASSERT_EQ(outcome.status, SPK_PERMISSION_DENIED);
  ASSERT_EQ(spk_error_problem_count(outcome.error.get()), 1u);
  EXPECT_STREQ(spk_error_problem_code(outcome.error.get(), 0, nullptr), "https://example.com/forbidden");
  EXPECT_STREQ(spk_error_problem_title(outcome.error.get(), 0, nullptr), "Forbidden");
  EXPECT_STREQ(spk_error_problem_detail(outcome.error.get(), 0, nullptr), "jane@example.com");
  EXPECT_EQ(outcome.message().find("jane"), std::string::npos) << "a client's data may not stand in a message";
}

TEST_F(CapiTest, AnErrorThatIsNoJsonKeepsItsBody) {
  add_fault("GET", "/v2/inspections", {{"status", 418}, {"body", "<html>a proxy's page</html>"}});
  const Outcome outcome = send(client_, get_inspection(kInspection));
  EXPECT_EQ(outcome.status, SPK_API_ERROR);
  EXPECT_EQ(spk_error_http_status(outcome.error.get()), 418);
  EXPECT_EQ(spk_error_problem_count(outcome.error.get()), 0u);
  EXPECT_STREQ(spk_error_body(outcome.error.get(), nullptr), "<html>a proxy's page</html>");
}

TEST_F(CapiTest, AGoodStatusWithABadBodyIsMalformed) {
  add_fault("GET", "/v2/inspections", {{"body", "{\"data\": ["}, {"content_type", "application/json"}});
  const Outcome outcome = send(client_, get_inspection(kInspection));
  EXPECT_EQ(outcome.status, SPK_MALFORMED_RESPONSE) << outcome.message();
  EXPECT_EQ(outcome.error_name(), "MalformedResponseError");
}

TEST_F(CapiTest, AnAnswerThatIsCutOffIsTriedAgain) {
  add_fault("GET", "/v2/inspections", {{"truncate_bytes", 400}});
  const Outcome outcome = send(client_, get_inspection(kInspection));
  ASSERT_EQ(outcome.status, SPK_OK) << outcome.message();
  EXPECT_EQ(attempt_outcomes(outcome.document), (std::vector<std::string>{"connection lost", "answered"}));
}

TEST_F(CapiTest, TheStatsPathThatIsNotServedIsNamedAndCanBeSwitched) {
  sandbox_.admin("POST", "/_sandbox/settings", {{"stats_path", "/v2/connection_stats"}});
  const Outcome outcome = send(client_, make_request(SPK_SPECTORA_AGENT_STATS_LIST));
  ASSERT_EQ(outcome.status, SPK_NOT_FOUND);
  EXPECT_NE(outcome.message().find("/v2/connection_stats"), std::string::npos) << outcome.message();
  EXPECT_NE(outcome.message().find("use_alternate_path"), std::string::npos) << outcome.message();

  const Client client = make_client(engine_, [](spk_client_options* options) {
    ASSERT_EQ(spk_client_options_use_alternate_path(options, SPK_SPECTORA_AGENT_STATS_LIST, nullptr), SPK_OK);
  });
  EXPECT_EQ(send(client, make_request(SPK_SPECTORA_AGENT_STATS_LIST)).status, SPK_OK);
}

TEST_F(CapiTest, ARedirectToAnotherOriginIsNotFollowed) {
  add_fault("GET", "/v2/inspections",
            {{"status", 302}, {"headers", {{"Location", "http://127.0.0.1:1/elsewhere"}}}, {"body", ""}});
  const Outcome outcome = send(client_, get_inspection(kInspection));
  EXPECT_EQ(outcome.status, SPK_REDIRECT_REFUSED);
  EXPECT_EQ(spk_error_http_status(outcome.error.get()), 302);
  EXPECT_NE(outcome.message().find("only to the same origin"), std::string::npos) << outcome.message();
}

TEST_F(CapiTest, ErrorsAreOptionalEverywhere) {
  EXPECT_EQ(spk_client_send(client_.get(), get_inspection("99").get(), nullptr, nullptr, nullptr), SPK_NOT_FOUND);
  EXPECT_EQ(spk_client_send(nullptr, nullptr, nullptr, nullptr, nullptr), SPK_INVALID_ARGUMENT);
  EXPECT_EQ(spk_error_status(nullptr), SPK_OK);
  spk_error_destroy(nullptr);
}

TEST_F(CapiTest, APageInPlaceOfJsonIsTakenForThatOfAProxyOrALogin) {
  add_fault("GET", "/v2/inspections",
            {{"status", 200}, {"content_type", "text/html"}, {"body", "<html>Sign in</html>"}});
  const Outcome outcome = send(client_, get_inspection(kInspection));
  EXPECT_EQ(outcome.status, SPK_MALFORMED_RESPONSE);
  EXPECT_NE(outcome.message().find("a proxy or a login page may have answered"), std::string::npos)
      << outcome.message();
}

}  // namespace
}  // namespace spectrakit::tests
