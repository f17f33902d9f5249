#include "client/explanation.h"
#include "value.h"

using spectrakit::capi::guarded_value;
using spectrakit::capi::json_of;
using spectrakit::capi::make_value;
using spectrakit::capi::string_in;
using spectrakit::capi::string_out;

namespace {

/// Without memory for it, the explanation stays empty until the next time that it is asked for.
void make_explanation(const spk_document& document) {
  guarded_value(0, [&] {
    std::call_once(document.explanation_made, [&] {
      const spectrakit::Response& response = *document.response;
      const std::string ending =
          response.trace.operation + " succeeded with " + std::to_string(response.http_status) + ".";
      document.support_bundle = support_bundle(response.trace, response.attempts, ending,
                                               {response.http_status, response.headers, "", false});
      document.explanation = explain(response.trace, response.attempts, ending);
    });
    return 0;
  });
}

}  // namespace

int32_t spk_document_http_status(const spk_document* document) {
  return document ? document->response->http_status : 0;
}

const char* spk_document_header(const spk_document* document, const char* name, size_t name_length, size_t* length) {
  const std::string* value = guarded_value<const std::string*>(nullptr, [&]() -> const std::string* {
    if (document == nullptr) return nullptr;
    return spectrakit::find_header(document->response->headers, string_in(name, name_length, "name"));
  });
  if (length != nullptr) *length = value ? value->size() : 0;
  return value ? value->c_str() : nullptr;
}

const char* spk_document_request_id(const spk_document* document, size_t* length) {
  return string_out(document ? spectrakit::request_id_of(document->response->headers) : "", length);
}

const char* spk_document_body(const spk_document* document, size_t* length) {
  return string_out(document ? json_of(*document).text() : "", length);
}

spk_value spk_document_root(const spk_document* document) {
  return make_value(document, document ? json_of(*document).root() : spectrakit::json::kAbsent);
}

size_t spk_document_record_count(const spk_document* document) {
  return document ? document->response->records.size() : 0;
}

spk_value spk_document_record(const spk_document* document, size_t index) {
  if (index >= spk_document_record_count(document)) return make_value(document, spectrakit::json::kAbsent);
  return make_value(document, document->response->records[index]);
}

size_t spk_document_attempt_count(const spk_document* document) {
  return document ? document->attempts.size() : 0;
}

const spk_attempt* spk_document_attempt(const spk_document* document, size_t index) {
  return index < spk_document_attempt_count(document) ? &document->attempts[index] : nullptr;
}

const char* spk_document_explain(const spk_document* document, size_t* length) {
  if (document == nullptr) return string_out("", length);
  make_explanation(*document);
  return string_out(document->explanation, length);
}

const char* spk_document_support_bundle(const spk_document* document, size_t* length) {
  if (document == nullptr) return string_out("", length);
  make_explanation(*document);
  return string_out(document->support_bundle, length);
}

void spk_document_destroy(spk_document* document) {
  delete document;
}
