#include "client/error_decoding.h"

#include <algorithm>
#include <array>
#include <utility>

#include "client/response.h"
#include "json/document.h"

namespace spectrakit {
namespace {

constexpr std::string_view kAmbiguousAdvice =
    "The write may or may not have happened, and it was not sent again. Look for it before you send it once more";

struct StatusRow {
  int32_t http_status;
  Status status;
  std::string_view title;
  std::string_view advice;
};

constexpr std::array kStatusRows{
    StatusRow{400, Status::api_error, "Bad Request", "The service did not understand the request; see its problems"},
    StatusRow{401, Status::authentication_failed, "Unauthorized",
              "Check the API key: it may be wrong, expired, deleted, or its user deactivated"},
    StatusRow{403, Status::permission_denied, "Forbidden", "The user who made the API key lacks the permission"},
    StatusRow{404, Status::not_found, "Not Found", "Check the id, and that the key belongs to the same company"},
    StatusRow{405, Status::api_error, "Method Not Allowed", "The service does not know this method at this path"},
    StatusRow{413, Status::api_error, "Content Too Large", "The file is larger than the service takes"},
    StatusRow{415, Status::api_error, "Unsupported Media Type", "The service does not take this kind of file or body"},
    StatusRow{422, Status::validation_failed, "Unprocessable Content", "See the problems for what to correct"},
    StatusRow{429, Status::rate_limited, "Too Many Requests",
              "Wait, and send fewer requests; if it lasts, the monthly quota may be used up"},
};

StatusRow status_row(int32_t http_status) {
  for (const StatusRow& row : kStatusRows) {
    if (row.http_status == http_status) return row;
  }
  if (http_status >= 500) {
    return {http_status, Status::server_error, "server error", "The fault is the service's; try again later"};
  }
  if (http_status >= 301 && http_status <= 308 && http_status != 304) {
    return {http_status, Status::redirect_refused, "redirect",
            "A redirect is followed only to the same origin, only for GET and HEAD, and only so often as was allowed; "
            "check the base URL"};
  }
  return {http_status, Status::api_error, "refused", "See the problems for the service's reasons"};
}

std::string text_member(const json::Document& document, json::Position object, std::string_view name) {
  const Result<std::string_view> text = document.text_of(document.member(object, name));
  return text.ok() ? std::string(text.value) : std::string();
}

std::vector<Problem> problems_of(const json::Document& document) {
  std::vector<Problem> problems;
  const json::Position root = document.root();
  const json::Position errors = document.member(root, "errors");
  if (document.kind(errors) == json::Kind::array) {
    for (json::Position at = document.first(errors); at != json::kAbsent; at = document.next(at)) {
      const json::Position source = document.member(at, "source");
      std::string pointer = text_member(document, source, "pointer");
      if (pointer.empty()) pointer = text_member(document, source, "parameter");
      // Problem details point at the body by a fragment (RFC 9457, 3).
      if (pointer.empty()) pointer = text_member(document, at, "pointer");
      if (pointer.starts_with('#')) pointer.erase(0, 1);
      problems.push_back({std::move(pointer), text_member(document, at, "code"), text_member(document, at, "title"),
                          text_member(document, at, "detail")});
    }
    return problems;
  }
  Problem problem{"", text_member(document, root, "type"), text_member(document, root, "title"),
                  text_member(document, root, "detail")};
  // A type that only says that the status says it all (RFC 9457, 4.2.1).
  if (problem.code == "about:blank") problem.code.clear();
  for (const std::string_view name : {"message", "error"}) {
    if (problem.detail.empty()) problem.detail = text_member(document, root, name);
  }
  if (!problem.title.empty() || !problem.detail.empty()) problems.push_back(std::move(problem));
  return problems;
}

std::string attempts_text(size_t count) {
  if (count == 0) return "before anything was sent";
  return count == 1 ? "after 1 attempt" : "after " + std::to_string(count) + " attempts";
}

ErrorPtr start_error(CallFacts facts, Status status) {
  auto error = make_error(status, "");
  error->operation = std::move(facts.operation);
  error->attempts = std::move(facts.attempts);
  error->http_status = facts.http_status;
  error->request_id = std::move(facts.request_id);
  // A PUT that may have happened can be sent again without harm, but the caller should know.
  error->ambiguous = facts.may_have_acted && facts.idempotency != policy::Idempotency::safe;
  error->retryable = facts.retryable;
  return error;
}

std::string headline(const Error& error) {
  return error.operation + " failed " + attempts_text(error.attempts.size());
}

Status status_of(AttemptOutcome outcome) {
  switch (outcome) {
    case AttemptOutcome::tls_failed:
    case AttemptOutcome::client_certificate_refused:
      return Status::tls_failed;
    case AttemptOutcome::timed_out:
      return Status::deadline_exceeded;
    case AttemptOutcome::response_too_large:
      return Status::response_too_large;
    case AttemptOutcome::undecodable_answer:
      return Status::malformed_response;
    case AttemptOutcome::file_failed:
      return Status::file_failed;
    case AttemptOutcome::cancelled:
      return Status::cancelled;
    default:
      return Status::connection_failed;
  }
}

std::string_view transport_advice(AttemptOutcome outcome) {
  switch (outcome) {
    case AttemptOutcome::name_not_resolved:
    case AttemptOutcome::could_not_connect:
      return "Nothing was sent. Check the network, the base URL and the proxy";
    case AttemptOutcome::tls_failed:
      return "Nothing was sent. Check the CA certificates of this machine and whether a proxy opens TLS";
    case AttemptOutcome::refused_by_proxy:
      return "The proxy did not pass the request on. Give its user and password in its URL, as in "
             "http://user:password@host:port";
    case AttemptOutcome::client_certificate_refused:
      return "The server did nothing. Give the client a certificate that this server accepts";
    case AttemptOutcome::file_failed:
      return "The upload was broken off before the service had it whole. Send it again when the file is complete";
    case AttemptOutcome::response_too_large:
      return "Ask for less at once, or raise the bound in the client's options";
    case AttemptOutcome::undecodable_answer:
      return "Something between here and the service may have changed the answer; check for a proxy";
    default:
      return "Check the network, then try again";
  }
}

/// For a failure that is final, such as that of a PUT whose retries are used up.
void note_possible_write(Error& error) {
  if (error.ambiguous) error.message += " The write may have happened all the same; look before you send it again.";
}

void make_ambiguous(Error& error, std::string_view what) {
  error.status = Status::ambiguous_write;
  error.ambiguous = true;
  error.retryable = false;
  error.message = error.operation + " has no clear outcome " + attempts_text(error.attempts.size()) + ": " +
                  std::string(what) + ". " + std::string(kAmbiguousAdvice) + ".";
}

}  // namespace

ErrorPtr error_from_answer(CallFacts facts, PaddedBuffer body, bool ambiguous, int64_t retry_after_ms) {
  StatusRow row = status_row(facts.http_status);
  // This is how nginx refuses a client's certificate, or its absence: over TLS, but not by TLS.
  if (row.http_status == 400 && body.view().starts_with('<') &&
      body.view().find("SSL certificate") != std::string_view::npos) {
    row.advice = "The server wants a client certificate that it accepts";
  }
  const std::string_view alternate_path = facts.alternate_path;
  ErrorPtr error = start_error(std::move(facts), row.status);
  error->retry_after_ms = retry_after_ms;
  error->body = body.view();
  if (const Result<json::Document> document = json::Document::parse(std::move(body), {}); document.ok()) {
    error->problems = problems_of(document.value);
  }
  const std::string answer = std::to_string(row.http_status) + " " + std::string(row.title);
  if (ambiguous) {
    make_ambiguous(*error, "the service answered " + answer);
    return error;
  }
  error->message = headline(*error) + ": " + answer + ". " + std::string(row.advice);
  if (retry_after_ms >= 0) error->message += "; it asks to wait " + std::to_string(retry_after_ms / 1000) + " s";
  error->message += '.';
  if (row.status == Status::not_found && !alternate_path.empty()) {
    error->message += " This operation is also known under " + std::string(alternate_path) +
                      ": switch with the client's option use_alternate_path.";
  }
  note_possible_write(*error);
  return error;
}

ErrorPtr error_from_transport(CallFacts facts, AttemptOutcome outcome, std::string_view detail, bool ambiguous) {
  ErrorPtr error = start_error(std::move(facts), status_of(outcome));
  const std::string what = std::string(attempt_outcome_text(outcome)) + " (" + std::string(detail) + ")";
  if (ambiguous) {
    make_ambiguous(*error, what);
  } else {
    error->message = headline(*error) + ": " + what + ". " + std::string(transport_advice(outcome)) + ".";
    note_possible_write(*error);
  }
  return error;
}

ErrorPtr error_from_malformed(CallFacts facts, std::string_view what) {
  const bool is_write = facts.idempotency != policy::Idempotency::safe;
  // Whatever an earlier attempt did, this answer says that the work is done.
  facts.may_have_acted = false;
  facts.retryable = !is_write;
  ErrorPtr error = start_error(std::move(facts), Status::malformed_response);
  error->message = headline(*error) + ": the answer (" + std::to_string(error->http_status) + ") is " +
                   std::string(what) + (is_write ? ". Its status says that the write was done" : "") + ".";
  return error;
}

ErrorPtr error_from_end(CallFacts facts, Status status, std::string_view what) {
  const bool ambiguous = facts.may_have_acted && facts.idempotency == policy::Idempotency::unsafe;
  facts.retryable = !ambiguous;
  ErrorPtr error = start_error(std::move(facts), status);
  if (ambiguous) {
    make_ambiguous(*error, what);
  } else {
    error->message = headline(*error) + ": " + std::string(what) + ".";
    note_possible_write(*error);
  }
  return error;
}

bool names_monthly_quota(std::string_view body) {
  const auto names = [body](std::string_view word) {
    const auto same = [](char a, char b) { return (a | 0x20) == b; };
    return std::search(body.begin(), body.end(), word.begin(), word.end(), same) != body.end();
  };
  return names("month") || (names("quota") && !names("minute") && !names("second"));
}

}  // namespace spectrakit
