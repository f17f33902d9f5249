#include "client/error_decoding.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "client/response.h"

namespace spectrakit::tests {
namespace {

using policy::Idempotency;

/// Stands in every part of a body that a person wrote; no message may show it.
const std::string kPrivate = "Jane-Doe-555-0123";

CallFacts facts(Idempotency idempotency = Idempotency::safe, bool may_have_acted = false, size_t attempts = 1) {
  CallFacts made;
  made.operation = "clients.get";
  made.idempotency = idempotency;
  made.attempts.resize(attempts);
  made.may_have_acted = may_have_acted;
  return made;
}

ErrorPtr answered(CallFacts of, int32_t http_status, std::string_view body = "", bool ambiguous = false,
                  int64_t retry_after_ms = -1) {
  of.http_status = http_status;
  of.request_id = "req-1";
  return error_from_answer(std::move(of), PaddedBuffer(body), ambiguous, retry_after_ms);
}

ErrorPtr decoded(int32_t http_status, std::string_view body) {
  return answered(facts(), http_status, body);
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(ErrorDecoding, TheHttpStatusDecidesTheKind) {
  const std::vector<std::pair<int32_t, Status>> rows{
      {301, Status::redirect_refused},  {302, Status::redirect_refused},
      {400, Status::api_error},         {401, Status::authentication_failed},
      {403, Status::permission_denied}, {404, Status::not_found},
      {405, Status::api_error},         {409, Status::api_error},
      {413, Status::api_error},         {415, Status::api_error},
      {418, Status::api_error},         {422, Status::validation_failed},
      {429, Status::rate_limited},      {500, Status::server_error},
      {501, Status::server_error},      {503, Status::server_error},
      {599, Status::server_error},
  };
  for (const auto& [http_status, status] : rows) {
    const ErrorPtr error = decoded(http_status, "");
    EXPECT_EQ(error->status, status) << http_status;
    EXPECT_EQ(error->http_status, http_status);
    EXPECT_TRUE(holds(error->message, std::to_string(http_status))) << error->message;
    EXPECT_TRUE(error->message.ends_with('.')) << error->message;
  }
}

TEST(ErrorDecoding, JsonApiErrorsBecomeProblems) {
  const ErrorPtr error = decoded(422, R"({"errors":[
      {"status":"422","code":"taken","title":"Invalid","detail":"has been taken","source":{"pointer":"/data/attributes/email"}},
      {"code":101,"source":{"parameter":"page[size]"}},
      {"title":"Only a title"},
      {}]})");
  ASSERT_EQ(error->problems.size(), 4U);
  EXPECT_EQ(error->problems[0].pointer, "/data/attributes/email");
  EXPECT_EQ(error->problems[0].code, "taken");
  EXPECT_EQ(error->problems[0].title, "Invalid");
  EXPECT_EQ(error->problems[0].detail, "has been taken");
  EXPECT_EQ(error->problems[1].code, "101");
  EXPECT_EQ(error->problems[1].pointer, "page[size]");
  EXPECT_EQ(error->problems[2].title, "Only a title");
}

TEST(ErrorDecoding, ProblemDetailsBecomeAProblem) {
  const ErrorPtr error =
      decoded(429, R"({"type":"https://example.com/quota","title":"Too Many","status":429,"detail":"Slow down"})");
  ASSERT_EQ(error->problems.size(), 1U);
  EXPECT_EQ(error->problems[0].code, "https://example.com/quota");
  EXPECT_EQ(error->problems[0].title, "Too Many");
  EXPECT_EQ(error->problems[0].detail, "Slow down");
}

TEST(ErrorDecoding, TheErrorsOfProblemDetailsBecomeProblemsAndAnEmptyTypeNoCode) {
  const ErrorPtr several = decoded(
      422,
      R"({"type":"about:blank","status":422,"errors":[{"detail":"is blank","pointer":"#/data/attributes/email"}]})");
  ASSERT_EQ(several->problems.size(), 1u);
  EXPECT_EQ(several->problems[0].pointer, "/data/attributes/email");
  EXPECT_EQ(several->problems[0].detail, "is blank");
  const ErrorPtr one = decoded(404, R"({"type":"about:blank","title":"Not Found","status":404,"detail":"None here"})");
  ASSERT_EQ(one->problems.size(), 1u);
  EXPECT_EQ(one->problems[0].code, "");
  EXPECT_EQ(one->problems[0].detail, "None here");
}

TEST(ErrorDecoding, ABareErrorOrMessageBecomesTheDetail) {
  for (const char* body : {R"({"error":"No such thing"})", R"({"message":"No such thing"})",
                           R"({"status":404,"error":"No such thing","trace":[]})"}) {
    const ErrorPtr error = decoded(404, body);
    ASSERT_EQ(error->problems.size(), 1U) << body;
    EXPECT_EQ(error->problems[0].detail, "No such thing") << body;
  }
}

TEST(ErrorDecoding, BodiesThatAreNoErrorDocumentGiveNoProblemsButAnErrorAllTheSame) {
  for (const std::string body :
       {"", " ", "<html><h1>502 Bad Gateway</h1></html>", "{", "null", "[]", "\"text\"", "42", "{}", R"({"errors":{}})",
        R"({"errors":[]})", R"({"errors":"x"})", R"({"error":{"nested":true}})", R"({"title":null})", "\xFF\xFE"}) {
    const ErrorPtr error = decoded(502, body);
    EXPECT_EQ(error->status, Status::server_error) << body;
    EXPECT_TRUE(error->problems.empty()) << body;
    EXPECT_EQ(error->body, body);
  }
}

TEST(ErrorDecoding, OddlyTypedMembersOfAProblemDoNotHideTheOthers) {
  const ErrorPtr error = decoded(
      422,
      R"({"errors":[null,"text",[],{"code":{},"title":[],"detail":"\ud800","source":"x"},{"detail":"readable"}]})");
  ASSERT_EQ(error->problems.size(), 5U);
  EXPECT_EQ(error->problems[3].detail, "");
  EXPECT_EQ(error->problems[4].detail, "readable");
}

TEST(ErrorDecoding, NoMessageShowsAnythingOfTheBody) {
  const std::string p = kPrivate;
  for (const std::string& body :
       {"{\"errors\":[{\"code\":\"" + p + "\",\"title\":\"" + p + "\",\"detail\":\"" + p +
            "\",\"source\":{\"pointer\":\"" + p + "\"}}]}",
        "{\"type\":\"" + p + "\",\"title\":\"" + p + "\",\"detail\":\"" + p + "\"}", "{\"error\":\"" + p + "\"}",
        "{\"message\":\"" + p + "\"}", "<html>" + p + "</html>", p, "{\"" + p + "\":"}) {
    for (const int32_t http_status : {302, 400, 401, 404, 418, 422, 429, 500, 503}) {
      for (const bool ambiguous : {false, true}) {
        const ErrorPtr error = answered(facts(Idempotency::unsafe, ambiguous), http_status, body, ambiguous, 2'000);
        EXPECT_FALSE(holds(error->message, "Jane")) << error->message;
        EXPECT_EQ(error->body, body);
      }
    }
  }
}

TEST(ErrorDecoding, TheRequestIdAndStatusOfTheAnswerAreKept) {
  EXPECT_EQ(decoded(404, "")->request_id, "req-1");
  CallFacts ended = facts();
  ended.http_status = 200;
  ended.request_id = "req-2";
  const ErrorPtr error = error_from_end(ended, Status::malformed_response, "the answer is no JSON");
  EXPECT_EQ(error->request_id, "req-2");
  EXPECT_EQ(error->http_status, 200);
}

TEST(ErrorDecoding, TheRequestIdIsFoundInAnyCaseAndUnderBothNames) {
  EXPECT_EQ(request_id_of({{"X-REQUEST-ID", "req-1"}, {"zp-rid", "gateway-1"}}), "req-1");
  EXPECT_EQ(request_id_of({{"ZP-RID", "gateway-1"}}), "gateway-1");
  EXPECT_EQ(request_id_of({{"Content-Type", "application/json"}}), "");
}

TEST(ErrorDecoding, TheMessageNamesTheOperationTheAttemptsAndTheWait) {
  const ErrorPtr one = answered(facts(), 429, "", false, 7'000);
  EXPECT_TRUE(holds(one->message, "clients.get failed after 1 attempt: 429")) << one->message;
  EXPECT_TRUE(holds(one->message, "wait 7 s")) << one->message;
  EXPECT_EQ(one->retry_after_ms, 7'000);
  EXPECT_EQ(one->operation, "clients.get");
  const ErrorPtr three = answered(facts(Idempotency::safe, false, 3), 500, "", false, -1);
  EXPECT_TRUE(holds(three->message, "after 3 attempts")) << three->message;
  EXPECT_EQ(three->attempts.size(), 3U);
  EXPECT_EQ(three->retry_after_ms, -1);
}

TEST(ErrorDecoding, ANotFoundOfAnOperationWithTwoPathsNamesTheOther) {
  CallFacts two_paths = facts();
  two_paths.alternate_path = "/v2/connection_stats";
  const ErrorPtr error = answered(two_paths, 404, "", false, -1);
  EXPECT_TRUE(holds(error->message, "/v2/connection_stats")) << error->message;
  EXPECT_FALSE(holds(answered(two_paths, 403, "", false, -1)->message, "/v2/connection_stats"));
}

TEST(ErrorDecoding, WhetherARetryMayHelpIsTakenFromTheFactsUnlessTheWriteIsAmbiguous) {
  for (const bool retryable : {false, true}) {
    CallFacts of = facts(Idempotency::unsafe, true);
    of.retryable = retryable;
    EXPECT_EQ(answered(of, 500)->retryable, retryable);
    EXPECT_EQ(error_from_transport(of, AttemptOutcome::tls_failed, "", false)->retryable, retryable);
    EXPECT_FALSE(answered(of, 500, "", true)->retryable);
    EXPECT_FALSE(error_from_transport(of, AttemptOutcome::connection_lost, "", true)->retryable);
  }
}

TEST(ErrorDecoding, AnAmbiguousWriteSaysSoAndIsNotRetryable) {
  const ErrorPtr error = answered(facts(Idempotency::unsafe, true), 503, "{}", true, -1);
  EXPECT_EQ(error->status, Status::ambiguous_write);
  EXPECT_TRUE(error->ambiguous);
  EXPECT_FALSE(error->retryable);
  EXPECT_EQ(error->http_status, 503);
  EXPECT_TRUE(holds(error->message, "may or may not have happened")) << error->message;
}

TEST(ErrorDecoding, APutThatMayHaveActedIsMarkedAndAGetIsNot) {
  const ErrorPtr put = answered(facts(Idempotency::idempotent, true), 500, "", false, -1);
  EXPECT_TRUE(put->ambiguous);
  const ErrorPtr get = answered(facts(Idempotency::safe, true), 500, "", false, -1);
  EXPECT_FALSE(get->ambiguous);
}

TEST(ErrorDecoding, AnAttemptWithoutAnAnswerHasTheKindOfItsOutcome) {
  const std::vector<std::pair<AttemptOutcome, Status>> rows{
      {AttemptOutcome::name_not_resolved, Status::connection_failed},
      {AttemptOutcome::could_not_connect, Status::connection_failed},
      {AttemptOutcome::connection_lost, Status::connection_failed},
      {AttemptOutcome::stale_connection, Status::connection_failed},
      {AttemptOutcome::tls_failed, Status::tls_failed},
      {AttemptOutcome::timed_out, Status::deadline_exceeded},
      {AttemptOutcome::response_too_large, Status::response_too_large},
      {AttemptOutcome::undecodable_answer, Status::malformed_response},
      {AttemptOutcome::file_failed, Status::file_failed},
      {AttemptOutcome::cancelled, Status::cancelled},
  };
  for (const auto& [outcome, status] : rows) {
    const ErrorPtr error = error_from_transport(facts(), outcome, "the detail", false);
    EXPECT_EQ(error->status, status) << attempt_outcome_text(outcome);
    EXPECT_TRUE(holds(error->message, "the detail")) << error->message;
    EXPECT_TRUE(holds(error->message, attempt_outcome_text(outcome))) << error->message;
    EXPECT_EQ(error->http_status, 0);
  }
}

TEST(ErrorDecoding, ALostPostIsAnAmbiguousWrite) {
  const ErrorPtr error =
      error_from_transport(facts(Idempotency::unsafe, true), AttemptOutcome::connection_lost, "reset", true);
  EXPECT_EQ(error->status, Status::ambiguous_write);
  EXPECT_FALSE(error->retryable);
}

TEST(ErrorDecoding, ACallThatWasEndedIsAmbiguousOnlyForAPostUnderWay) {
  EXPECT_EQ(error_from_end(facts(Idempotency::unsafe, true), Status::cancelled, "it was cancelled")->status,
            Status::ambiguous_write);
  EXPECT_EQ(error_from_end(facts(Idempotency::unsafe, false), Status::cancelled, "it was cancelled")->status,
            Status::cancelled);
  EXPECT_EQ(error_from_end(facts(Idempotency::idempotent, true), Status::deadline_exceeded, "late")->status,
            Status::deadline_exceeded);
  EXPECT_EQ(error_from_end(facts(Idempotency::safe, true), Status::closed, "closed")->status, Status::closed);
}

}  // namespace
}  // namespace spectrakit::tests
