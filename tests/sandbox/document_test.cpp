#include <algorithm>
#include <set>

#include "sandbox_test.h"

namespace spectrakit::tests {
namespace {

/// What the document of the service's endpoints lists for each read, the sandbox does.
class SandboxDocument : public SandboxTest {
 protected:
  struct Parameter {
    std::string path;
    std::string name;
    Json schema;
  };
  /// A reference within the document, resolved.
  Json resolved(const Json& value) const {
    return value.contains("$ref") ? document_.at(Json::json_pointer(value.at("$ref").get<std::string>().substr(1)))
                                  : value;
  }
  /// The query parameters of the lists.
  std::vector<Parameter> list_parameters() const {
    std::vector<Parameter> parameters;
    for (const auto& [path, item] : document_.at("paths").items()) {
      if (path.find('{') != std::string::npos || !item.contains("get")) continue;
      for (const Json& each : item.at("get").value("parameters", Json::array())) {
        const Json parameter = resolved(each);
        parameters.push_back({path, parameter.at("name"), resolved(parameter.at("schema"))});
      }
    }
    return parameters;
  }
  static Json values(const Json& schema) { return schema.value("enum", schema.value("x-spk-known-values", Json())); }
  std::vector<std::string> all_ids(const std::string& path_and_query) const {
    std::vector<std::string> ids;
    const std::string separator = path_and_query.find('?') == std::string::npos ? "?" : "&";
    for (int page_number = 1;; ++page_number) {
      const Json page = get(path_and_query + separator + "page[number]=" + std::to_string(page_number)).json();
      for (const Json& record : page.at("data")) ids.push_back(record.at("id"));
      if (!page.at("meta").at("pagination").contains("next")) return ids;
    }
  }

  const Json document_ = get("/openapi.json").json();
};

TEST_F(SandboxDocument, SortsByEachListedFieldBothWaysWithATieBreak) {
  int sort_count = 0;
  for (const Parameter& parameter : list_parameters()) {
    if (parameter.name != "sort") continue;
    const std::vector<std::string> unsorted = all_ids(parameter.path);
    for (const std::string field : values(parameter.schema)) {
      const bool is_descending = field.starts_with('-');
      const std::string other = is_descending ? field.substr(1) : "-" + field;
      const std::vector<std::string> ids = all_ids(parameter.path + "?sort=" + field);
      std::vector<std::string> reversed = all_ids(parameter.path + "?sort=" + other);
      std::reverse(reversed.begin(), reversed.end());
      EXPECT_EQ(ids, reversed) << parameter.path << " " << field;
      // In the demo inspections and attachments have ids in the order of their times.
      const bool is_by_time = field.find("dat") != std::string::npos || field.find("created") != std::string::npos;
      EXPECT_EQ(ids == unsorted, is_by_time && !is_descending) << parameter.path << " " << field;
      EXPECT_TRUE(std::is_permutation(ids.begin(), ids.end(), unsorted.begin(), unsorted.end())) << field;
      ++sort_count;
    }
  }
  EXPECT_GE(sort_count, 25);
}

TEST_F(SandboxDocument, SendsEachListedIncludeAlongOnceAndWholly) {
  int include_count = 0;
  for (const Parameter& parameter : list_parameters()) {
    if (parameter.name != "include") continue;
    for (const std::string name : values(parameter.schema.at("items"))) {
      const Json page = get(parameter.path + "?include=" + name).json();
      std::set<std::pair<std::string, std::string>> linked, sent;
      for (const Json& record : page.at("data")) {
        const Json data = record.at("relationships").at(name).at("data");
        for (const Json& each : data.is_array() ? data : data.is_null() ? Json::array() : Json::array({data})) {
          linked.emplace(each.at("type"), each.at("id"));
        }
      }
      for (const Json& record : page.at("included")) {
        EXPECT_TRUE(sent.emplace(record.at("type"), record.at("id")).second) << name;
      }
      EXPECT_EQ(sent, linked) << name;
      EXPECT_FALSE(sent.empty()) << name;
      ++include_count;
    }
  }
  EXPECT_GE(include_count, 9);
}

TEST_F(SandboxDocument, KeepsNothingThatAListedFilterRulesOut) {
  int filter_count = 0;
  for (const Parameter& parameter : list_parameters()) {
    if (!parameter.name.starts_with("filter[")) continue;
    const bool is_id = parameter.schema.contains("pattern");
    const bool is_time = parameter.schema.value("format", "") == "date-time";
    const bool is_later = parameter.name.find("greater") != std::string::npos;
    std::vector<std::string> values = {is_id     ? "999999999"
                                       : is_time ? (is_later ? "2099-01-01T00:00:00-05:00" : "1999-01-01T00:00:00Z")
                                                 : "nobody-has-this"};
    if (parameter.schema.value("type", "") == "boolean") values = {"true", "false"};
    size_t kept_count = 0;
    for (const std::string& value : values)
      kept_count += all_ids(parameter.path + "?" + parameter.name + "=" + value).size();
    const size_t expected = values.size() == 1 ? 0 : all_ids(parameter.path).size();
    EXPECT_EQ(kept_count, expected) << parameter.path << " " << parameter.name;
    ++filter_count;
  }
  EXPECT_GE(filter_count, 18);
}

TEST_F(SandboxDocument, TakesATagInEachSpellingOfAnArray) {
  const auto ids = [&](const std::string& query) { return all_ids("/v2/connections?page[size]=200&" + query); };
  const std::vector<std::string> vip = ids("filter[tag]=VIP");
  const std::vector<std::string> fresh = ids("filter[tag]=New");
  ASSERT_FALSE(vip.empty());
  ASSERT_FALSE(fresh.empty());
  for (const char* query : {"filter[tag][]=VIP&filter[tag][]=New", "filter[tag][0]=VIP&filter[tag][1]=New",
                            "filter%5Btag%5D%5B%5D=VIP&filter%5Btag%5D%5B%5D=New"}) {
    EXPECT_EQ(ids(query).size(), vip.size() + fresh.size()) << query;
  }
}

}  // namespace
}  // namespace spectrakit::tests
