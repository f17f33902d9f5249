#include "spectora/resource.h"

#include <gtest/gtest.h>

#include <string>

#include "json_events.h"

namespace spectrakit::tests {
namespace {

using json::Document;
using json::Position;

constexpr const char* kAnswer = R"({
  "data": {"id": "1", "type": "inspection",
    "attributes": {"slug": "a b/c", "address": null},
    "relationships": {
      "agent": {"data": {"type": "connection", "id": "7"}},
      "agents": {"data": [{"type": "connection", "id": "7"}, {"type": "connection", "id": 8},
                          {"type": "connection", "id": "9"}]},
      "none": {"data": null}, "empty": {"data": []}, "links only": {"links": {}}}},
  "included": [
    {"type": "contact", "id": "7", "attributes": {"name": "wrong type"}},
    {"type": "connection", "id": "7", "attributes": {"name": "seven"}},
    {"type": "connection", "id": "8", "attributes": {"name": "eight"}},
    {"type": "connection"}, null]
})";

class ResourceTest : public ::testing::Test {
 protected:
  const Document document_ = parsed(kAnswer);
  const Position record_ = document_.member(document_.root(), "data");
};

TEST_F(ResourceTest, AnAttributeIsFoundByName) {
  EXPECT_EQ(document_.string(spectora::resource_attribute(document_, record_, "slug")).value, "a b/c");
  EXPECT_EQ(document_.kind(spectora::resource_attribute(document_, record_, "address")), json::Kind::null);
  EXPECT_EQ(spectora::resource_attribute(document_, record_, "nothing"), json::kAbsent);
  EXPECT_EQ(spectora::resource_attribute(document_, json::kAbsent, "slug"), json::kAbsent);
}

TEST_F(ResourceTest, RelatedResourcesAreCountedForOneAndForMany) {
  EXPECT_EQ(spectora::related_count(document_, record_, "agent"), 1U);
  EXPECT_EQ(spectora::related_count(document_, record_, "agents"), 3U);
  for (const char* name : {"none", "empty", "links only", "missing"}) {
    EXPECT_EQ(spectora::related_count(document_, record_, name), 0U) << name;
    EXPECT_EQ(spectora::related_identifier(document_, record_, name, 0), json::kAbsent) << name;
  }
  EXPECT_EQ(spectora::related_identifier(document_, record_, "agent", 1), json::kAbsent);
  EXPECT_EQ(spectora::related_identifier(document_, record_, "agents", 3), json::kAbsent);
}

TEST_F(ResourceTest, IncludedResourcesAreFoundByTypeAndIdTogether) {
  const spectora::IncludedIndex included;
  const auto name_of = [&](const char* relationship, size_t index) -> std::string {
    const Position identifier = spectora::related_identifier(document_, record_, relationship, index);
    const Position found = included.find(document_, identifier);
    const auto name = document_.string(spectora::resource_attribute(document_, found, "name"));
    return name.ok() ? std::string(name.value) : "absent";
  };
  EXPECT_EQ(name_of("agent", 0), "seven");
  EXPECT_EQ(name_of("agents", 0), "seven");
  EXPECT_EQ(name_of("agents", 1), "eight");
  EXPECT_EQ(name_of("agents", 2), "absent");
  EXPECT_EQ(name_of("none", 0), "absent");
}

TEST_F(ResourceTest, ThePortalAddressIsMadeFromTheEncodedSlug) {
  const Result<std::string_view> url = spectora::inspection_portal_url(document_, record_);
  ASSERT_TRUE(url.ok());
  EXPECT_EQ(url.value, "https://portal.spectora.com/inspection/a%20b%2Fc");
}

TEST(Resource, AnInspectionWithoutASlugHasNoPortalAddress) {
  for (const char* text : {R"({"attributes":{}})", R"({"attributes":{"slug":null}})", R"({"attributes":{"slug":""}})",
                           R"({"attributes":{"slug":[]}})", "{}", "[]"}) {
    const Document document = parsed(text);
    const Result<std::string_view> url = spectora::inspection_portal_url(document, document.root());
    ASSERT_FALSE(url.ok()) << text;
    EXPECT_EQ(url.error->status, Status::value_absent) << text;
  }
}

}  // namespace
}  // namespace spectrakit::tests
