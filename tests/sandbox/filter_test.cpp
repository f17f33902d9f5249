#include <algorithm>

#include "sandbox_test.h"

namespace spectrakit::tests {
namespace {

/// What the filters, sorts and optional fields of the lists do.
class SandboxFilter : public SandboxTest {
 protected:
  Json data(const std::string& path) const { return get(path).json().at("data"); }
  Json attributes(const std::string& path) const { return data(path).at("attributes"); }
  bool holds(const std::string& path, const std::string& id) const {
    for (const Json& record : data(path)) {
      if (record.at("id") == id) return true;
    }
    return false;
  }
  int64_t count(const std::string& path) const {
    return get(path).json().at("meta").at("pagination").at("records").get<int64_t>();
  }
  static std::string escaped(const Json& text) { return httplib::detail::encode_query_param(text.get<std::string>()); }
};

TEST_F(SandboxFilter, FindsInspectionsByAddressAndFullText) {
  const Json wanted = attributes("/v2/inspections/10000042");
  for (const char* filter : {"address", "fulltext"}) {
    const std::string path = std::string("/v2/inspections?filter[") + filter + "]=";
    EXPECT_TRUE(holds(path + escaped(wanted.at("property_address")), "10000042")) << filter;
    EXPECT_TRUE(holds(path + escaped(wanted.at("full_address")), "10000042")) << filter;
    EXPECT_LT(count(path + escaped(wanted.at("property_address"))), 10) << filter;
    EXPECT_EQ(count(path + "nowhere"), 0) << filter;
  }
  EXPECT_TRUE(holds("/v2/inspections?filter[fulltext]=" + escaped(wanted.at("buyer_name")), "10000042"));
  EXPECT_FALSE(holds("/v2/inspections?filter[address]=" + escaped(wanted.at("buyer_name")), "10000042"));
}

TEST_F(SandboxFilter, FindsInspectionsByAgentOnEitherSide) {
  const Json stats = data("/v2/connections/stats?filter[id]=500001").at(0).at("attributes");
  EXPECT_EQ(count("/v2/inspections?filter[connection_id]=500001"), stats.at("overall_inspections_count"));
  for (const Json& inspection : data("/v2/inspections?filter[connection_id]=500001")) {
    EXPECT_NE(inspection.at("relationships").dump().find("500001"), std::string::npos);
  }
}

TEST_F(SandboxFilter, FindsInspectionsByTimeWhateverTheOffset) {
  const std::string time = attributes("/v2/inspections/10001000").at("datetime");
  const std::string after = "/v2/inspections?filter[datetime_greater_than]=" + escaped(time);
  const std::string before = "/v2/inspections?filter[datetime_less_than]=" + escaped(time);
  EXPECT_EQ(count(after) + count(before), 1999);
  EXPECT_TRUE(holds(after + "&sort=datetime&page[size]=1", "10001001"));
  EXPECT_TRUE(holds(before + "&sort=-datetime&page[size]=1", "10000999"));
  const std::string day = "/v2/inspections?filter[datetime_greater_than]=2025-03-03T00:00:00";
  EXPECT_GT(count(day + "-11:00&filter[datetime_less_than]=2025-03-20T00:00:00Z"), 0);
  EXPECT_EQ(count(day + "-05:00"), count("/v2/inspections?filter[datetime_greater_than]=2025-03-03T05:00:00Z"));
}

TEST_F(SandboxFilter, FindsPeopleByTextAndTag) {
  for (const std::string& list : {std::string("/v2/connections"), std::string("/v2/contacts")}) {
    const Json person = data(list + "?page[size]=1").at(0);
    const Json& known = person.at("attributes");
    const std::string id = person.at("id");
    EXPECT_TRUE(holds(list + "?filter[fulltext]=" + escaped(known.at("last_name")), id)) << list;
    const std::string both = escaped(known.at("last_name")) + "%20" + escaped(known.at("first_name"));
    EXPECT_TRUE(holds(list + "?filter[fulltext]=" + both, id)) << list;
    EXPECT_EQ(count(list + "?filter[fulltext]=" + both + "%20nobody"), 0) << list;
    EXPECT_EQ(count(list + "?filter[fulltext]=" + escaped(known.at("email"))), 1) << list;
  }
  const int64_t vip = count("/v2/connections?filter[tag]=VIP");
  const int64_t fresh = count("/v2/connections?filter[tag]=New");
  EXPECT_GT(vip, 0);
  EXPECT_EQ(count("/v2/connections?filter[tag][]=VIP&filter[tag][]=New"), vip + fresh);
  EXPECT_EQ(count("/v2/connections?filter[tag][0]=VIP"), vip);
  EXPECT_EQ(count("/v2/contacts?filter[tag]=nothing"), 0);
}

TEST_F(SandboxFilter, FindsPeopleByTheRecordsTheyBelongTo) {
  const Json agent = attributes("/v2/connections/500001");
  EXPECT_EQ(count("/v2/connections?filter[email]=" + escaped(agent.at("email"))), 1);
  EXPECT_EQ(count("/v2/connections?filter[agent_id]=" + agent.at("agent_id").dump()), 1);
  for (const char* name : {"agency_id", "agent_team_id"}) {
    const Json member = data(std::string("/v2/connections?filter[") + name +
                             "]=" + (std::string(name) == "agency_id" ? "3001" : "151"));
    ASSERT_FALSE(member.empty()) << name;
    for (const Json& each : member) EXPECT_EQ(each.at("attributes").at(name), member.at(0)["attributes"][name]);
  }
  const Json client = attributes("/v2/contacts/700001");
  EXPECT_EQ(count("/v2/contacts?filter[buyer_id]=" + client.at("buyer_id").dump()), 1);
}

TEST_F(SandboxFilter, SortsPeopleBothWays) {
  const auto values = [&](const std::string& list, const std::string& sort, const char* attribute) {
    std::vector<std::string> all;
    for (const Json& record : data(list + "?sort=" + sort)) {
      const Json& value = record.at("attributes").at(attribute);
      all.push_back(value.is_string() ? value.get<std::string>() : std::to_string(1'000'000 + value.get<int64_t>()));
    }
    return all;
  };
  for (const char* list : {"/v2/connections", "/v2/contacts"}) {
    for (const char* name : {"first_name", "last_name"}) {
      const auto up = values(list, name, name);
      const auto down = values(list, std::string("-") + name, name);
      EXPECT_TRUE(std::is_sorted(up.begin(), up.end())) << list << name;
      EXPECT_TRUE(std::is_sorted(down.rbegin(), down.rend())) << list << name;
      EXPECT_NE(up.front(), down.front());
    }
  }
  const auto counts = values("/v2/connections", "-agent_inspections", "total_inspections_count");
  EXPECT_TRUE(std::is_sorted(counts.rbegin(), counts.rend()));
}

TEST_F(SandboxFilter, SendsOptionalFieldsWhenAsked) {
  const std::string path = "/v2/connections/500001";
  EXPECT_FALSE(attributes(path).contains("date_of_first_inspection"));
  const Json stats = data("/v2/connections/stats?filter[id]=500001").at(0).at("attributes");
  EXPECT_EQ(attributes(path + "?optional_fields=date_of_first_inspection").at("date_of_first_inspection"),
            stats.at("first_inspection_date"));
}

TEST_F(SandboxFilter, PassesOverAValueThatMakesNoSense) {
  const auto record_count = [&](const std::string& path) {
    return get(path).json().at("meta").at("pagination").at("records").get<int>();
  };
  for (const char* value : {"garbage", "now", "2026-06-31T00:00:00Z"}) {
    EXPECT_EQ(record_count(std::string("/v2/inspections?filter[datetime_greater_than]=") + value), 2000) << value;
  }
  EXPECT_LT(record_count("/v2/inspections?filter[datetime_greater_than]=2026-01-01T00:00:00-0500"), 2000);
  const int all = record_count("/v2/inspection_attachments");
  EXPECT_EQ(record_count("/v2/inspection_attachments?filter[report]=banana"), all);
  EXPECT_EQ(record_count("/v2/inspection_attachments?filter[report]=1"),
            record_count("/v2/inspection_attachments?filter[report]=true"));
}

}  // namespace
}  // namespace spectrakit::tests
