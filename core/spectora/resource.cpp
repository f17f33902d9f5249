#include "spectora/resource.h"

#include "http/url.h"

namespace spectrakit::spectora {
namespace {

constexpr std::string_view kPortalUrl = "https://portal.spectora.com/inspection/";

json::Position linkage(const json::Document& document, json::Position resource, std::string_view name) {
  const json::Position relationships = document.member(resource, "relationships");
  return document.member(document.member(relationships, name), "data");
}

/// Type and id as one text; empty when one of them is missing. A type holds no NUL.
std::string identity(const json::Document& document, json::Position resource) {
  const Result<std::string_view> type = document.string(document.member(resource, "type"));
  const Result<std::string_view> id = document.text_of(document.member(resource, "id"));
  if (!type.ok() || !id.ok()) return {};
  return std::string(type.value) + '\0' + std::string(id.value);
}

}  // namespace

json::Position resource_attribute(const json::Document& document, json::Position resource, std::string_view name) {
  return document.member(document.member(resource, "attributes"), name);
}

size_t related_count(const json::Document& document, json::Position resource, std::string_view name) {
  const json::Position data = linkage(document, resource, name);
  return document.kind(data) == json::Kind::object  ? 1
         : document.kind(data) == json::Kind::array ? document.size(data)
                                                    : 0;
}

json::Position related_identifier(const json::Document& document, json::Position resource, std::string_view name,
                                  size_t index) {
  const json::Position data = linkage(document, resource, name);
  if (document.kind(data) == json::Kind::object) return index == 0 ? data : json::kAbsent;
  if (document.kind(data) != json::Kind::array) return json::kAbsent;
  json::Position at = document.first(data);
  for (size_t skipped = 0; skipped < index && at != json::kAbsent; ++skipped) at = document.next(at);
  return at;
}

json::Position IncludedIndex::find(const json::Document& document, json::Position identifier) const {
  std::call_once(built_, [&] {
    const json::Position included = document.member(document.root(), "included");
    for (json::Position at = document.first(included); at != json::kAbsent; at = document.next(at)) {
      if (std::string key = identity(document, at); !key.empty()) positions_.emplace(std::move(key), at);
    }
  });
  const auto found = positions_.find(identity(document, identifier));
  return found == positions_.end() ? json::kAbsent : found->second;
}

Result<std::string_view> inspection_portal_url(const json::Document& document, json::Position inspection) {
  const Result<std::string_view> type = document.string(document.member(inspection, "type"));
  if (type.ok() && type.value != "inspection") {
    return make_error(Status::value_wrong_kind, "only an inspection has a portal address");
  }
  const json::Position slug_position = resource_attribute(document, inspection, "slug");
  const Result<std::string_view> slug = document.text_of(slug_position);
  if (!slug.ok() || slug.value.empty()) {
    return make_error(Status::value_absent, "the inspection has no slug, so no portal address");
  }
  return document.keep(slug_position, std::string(kPortalUrl) + http::percent_encode(slug.value));
}

}  // namespace spectrakit::spectora
