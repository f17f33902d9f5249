#include "observation.h"

#include <string>

namespace spectrakit::tests {
namespace {

using Json = nlohmann::json;

template <typename Getter, typename... Arguments>
std::string text(Getter getter, Arguments... arguments) {
  size_t length = 0;
  const char* const start = getter(arguments..., &length);
  return start != nullptr ? std::string(start, length) : std::string();
}

std::string id_of(spk_value record) {
  const char* start = nullptr;
  size_t length = 0;
  if (spk_value_text(spk_resource_id(record), &start, &length, nullptr) != SPK_OK) return {};
  return {start, length};
}

Json scalar(spk_value value) {
  const char* start = nullptr;
  size_t length = 0;
  int boolean = 0;
  int64_t whole = 0;
  double number = 0;
  switch (spk_value_get_kind(value)) {
    case SPK_VALUE_KIND_NULL:
      return nullptr;
    case SPK_VALUE_KIND_BOOL:
      if (spk_value_bool(value, &boolean, nullptr) == SPK_OK) return boolean != 0;
      break;
    case SPK_VALUE_KIND_NUMBER:
      if (spk_value_int64(value, &whole, nullptr) == SPK_OK) return whole;
      if (spk_value_double(value, &number, nullptr) == SPK_OK) return number;
      break;
    case SPK_VALUE_KIND_STRING:
      if (spk_value_string(value, &start, &length, nullptr) == SPK_OK) return std::string(start, length);
      break;
    default:
      start = spk_value_raw(value, &length);
      return std::string(start, length);
  }
  return "undecodable";
}

/// By name; an object or array is given as its text, and what can not be decoded as "undecodable".
Json attributes_of(spk_value record) {
  Json attributes = Json::object();
  const spk_value all = spk_value_member(record, "attributes", SPK_NUL);
  for (spk_value at = spk_value_first(all); spk_value_get_kind(at) != SPK_VALUE_KIND_ABSENT; at = spk_value_next(at)) {
    const char* name = nullptr;
    size_t length = 0;
    if (spk_value_name(at, &name, &length, nullptr) == SPK_OK) attributes[std::string(name, length)] = scalar(at);
  }
  return attributes;
}

/// The ids of the related records that the answer carries; null for one that it only names.
Json related_of(spk_value record) {
  Json related = Json::object();
  const spk_value all = spk_value_member(record, "relationships", SPK_NUL);
  for (spk_value at = spk_value_first(all); spk_value_get_kind(at) != SPK_VALUE_KIND_ABSENT; at = spk_value_next(at)) {
    const char* name = nullptr;
    size_t length = 0;
    if (spk_value_name(at, &name, &length, nullptr) != SPK_OK) continue;
    Json ids = Json::array();
    for (size_t index = 0; index < spk_resource_related_count(record, name, length); ++index) {
      const spk_value target = spk_resource_related(record, name, length, index);
      const bool is_there = spk_value_get_kind(target) != SPK_VALUE_KIND_ABSENT;
      ids.push_back(is_there ? Json(id_of(target)) : Json());
    }
    related[std::string(name, length)] = std::move(ids);
  }
  return related;
}

void add_attempt(Json& observed, const spk_attempt* attempt) {
  std::string outcome = text(spk_attempt_outcome, attempt);
  if (const int32_t http_status = spk_attempt_http_status(attempt); http_status != 0) {
    outcome += " " + std::to_string(http_status);
  }
  observed["attempts"].push_back(outcome);
  observed["waits_ms"].push_back(spk_attempt_waited_ms(attempt));
  observed["wait_reasons"].push_back(text(spk_attempt_wait_reason, attempt));
}

std::string limit_name(spk_limit limit) {
  if (limit == SPK_LIMIT_MINUTE) return "minute";
  return limit == SPK_LIMIT_MONTH ? "month" : "unknown";
}

std::string gate_name(spk_gate gate) {
  if (gate == SPK_GATE_CLOSED) return "closed";
  return gate == SPK_GATE_PROBING ? "probing" : "open";
}

void add_error(Json& observed, const spk_error* error) {
  observed["error"] = text(spk_error_name, error);
  observed["message"] = text(spk_error_message, error);
  observed["operation"] = text(spk_error_operation, error);
  observed["http_status"] = spk_error_http_status(error);
  observed["has_request_id"] = !text(spk_error_request_id, error).empty();
  observed["retryable"] = spk_error_is_retryable(error) != 0;
  observed["ambiguous"] = spk_error_is_ambiguous(error) != 0;
  observed["retry_after_ms"] = spk_error_retry_after_ms(error);
  observed["limit"] = limit_name(spk_error_limit(error));
  observed["explanation"] = text(spk_error_explain, error);
  observed["support_bundle"] = text(spk_error_support_bundle, error);
  observed["body"] = text(spk_error_body, error);
  observed["body_is_cut"] = spk_error_body_is_cut(error) != 0;
  for (size_t at = 0; at < spk_error_attempt_count(error); ++at) add_attempt(observed, spk_error_attempt(error, at));
  observed["problems"] = Json::array();
  for (size_t at = 0; at < spk_error_problem_count(error); ++at) {
    observed["problems"].push_back({{"pointer", text(spk_error_problem_pointer, error, at)},
                                    {"code", text(spk_error_problem_code, error, at)},
                                    {"title", text(spk_error_problem_title, error, at)},
                                    {"detail", text(spk_error_problem_detail, error, at)}});
  }
}

void add_document(Json& observed, const spk_document* document) {
  observed["http_status"] = spk_document_http_status(document);
  observed["has_request_id"] = !text(spk_document_request_id, document).empty();
  observed["body"] = text(spk_document_body, document);
  observed["explanation"] = text(spk_document_explain, document);
  observed["support_bundle"] = text(spk_document_support_bundle, document);
  observed["records"] = spk_document_record_count(document);
  observed["ids"] = record_ids(document);
  if (spk_document_record_count(document) > 0) {
    const spk_value first = spk_document_record(document, 0);
    observed["attributes"] = attributes_of(first);
    observed["related"] = related_of(first);
  }
  add_attempts(observed, document);
}

}  // namespace

void add_attempts(Json& observed, const spk_document* document) {
  for (size_t at = 0; at < spk_document_attempt_count(document); ++at) {
    add_attempt(observed, spk_document_attempt(document, at));
  }
}

Json record_ids(const spk_document* document) {
  Json ids = Json::array();
  for (size_t at = 0; at < spk_document_record_count(document); ++at) {
    ids.push_back(id_of(spk_document_record(document, at)));
  }
  return ids;
}

Json observe(spk_status status, const spk_error* error, const spk_document* document) {
  Json observed = {{"status", spk_status_name(status)},
                   {"attempts", Json::array()},
                   {"waits_ms", Json::array()},
                   {"wait_reasons", Json::array()}};
  if (error != nullptr) add_error(observed, error);
  if (document != nullptr) add_document(observed, document);
  return observed;
}

Json observe_usage(const spk_usage* usage) {
  Json features = Json::object();
  for (size_t at = 0; at < spk_usage_feature_count(usage); ++at) {
    features[text(spk_usage_feature_name, usage, at)] = spk_usage_feature_calls(usage, at);
  }
  return {{"status", "SPK_OK"},
          {"month", text(spk_usage_month, usage)},
          {"calls", spk_usage_calls(usage)},
          {"forecast_calls", spk_usage_forecast_calls(usage)},
          {"quota", spk_usage_quota(usage)},
          {"features", std::move(features)},
          {"gate", gate_name(spk_usage_gate(usage))},
          {"gate_opens_in_ms", spk_usage_gate_opens_in_ms(usage)}};
}

}  // namespace spectrakit::tests
