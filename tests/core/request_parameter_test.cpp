#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "request_test.h"

namespace spectrakit::tests {
namespace {

TEST(RequestParameter, WithoutParametersTheTargetIsThePath) {
  EXPECT_EQ(request("agents.list").target(false), "/v2/connections");
  EXPECT_EQ(request("inspections.list").target(false), "/v2/inspections");
}

TEST(RequestParameter, TheQueryCarriesThemInTheOrderOfSettingUnderTheirLiteralNames) {
  Request list = request("agents.list");
  EXPECT_TRUE(ok(list.set_parameter("page[size]", "200")));
  EXPECT_TRUE(ok(list.set_parameter("filter[fulltext]", "O'Hara & Sons +1%")));
  EXPECT_TRUE(ok(list.set_parameter("sort", "-last_name")));
  EXPECT_EQ(list.target(false),
            "/v2/connections?page%5Bsize%5D=200&filter%5Bfulltext%5D=O%27Hara%20%26%20Sons%20%2B1%25&sort=-last_name");
}

TEST(RequestParameter, SettingAgainReplaces) {
  Request list = request("agents.list");
  EXPECT_TRUE(ok(list.set_parameter("page[size]", "10")));
  EXPECT_TRUE(ok(list.set_parameter("filter[email]", "jane@example.com")));
  EXPECT_TRUE(ok(list.set_parameter("page[size]", "20")));
  EXPECT_EQ(list.target(false), "/v2/connections?filter%5Bemail%5D=jane%40example.com&page%5Bsize%5D=20");
  EXPECT_EQ(list.parameter("page[size]"), "20");
  EXPECT_EQ(list.parameter("sort"), "");
}

TEST(RequestParameter, AnEmptyValueIsSent) {
  Request list = request("agents.list");
  EXPECT_TRUE(ok(list.set_parameter("filter[email]", "")));
  EXPECT_EQ(list.target(false), "/v2/connections?filter%5Bemail%5D=");
}

TEST(RequestParameter, AnUnknownNameIsRefusedWithTheNearestOne) {
  const ErrorPtr error = request("agents.list").set_parameter("page[siez]", "10");
  ASSERT_TRUE(refused(error));
  EXPECT_NE(error->message.find("agents.list"), std::string::npos) << error->message;
  EXPECT_NE(error->message.find("page[size]"), std::string::npos) << error->message;
  EXPECT_TRUE(refused(request("agents.list").set_parameter("Page[size]", "10")));
  EXPECT_TRUE(refused(request("agents.create").set_parameter("page[size]", "10")));
}

TEST(RequestParameter, PageSizeIsHeldToItsDocumentedLimits) {
  for (const char* good : {"1", "50", "200"}) {
    EXPECT_TRUE(ok(request("agents.list").set_parameter("page[size]", good))) << good;
  }
  for (const char* bad :
       {"0", "201", "-1", "abc", "", "1.0", "1e2", " 1", "1 ", "+1", "0x10", "99999999999999999999"}) {
    const ErrorPtr error = request("agents.list").set_parameter("page[size]", bad);
    ASSERT_TRUE(refused(error)) << bad;
    EXPECT_NE(error->message.find("page[size]"), std::string::npos) << error->message;
  }
  EXPECT_NE(request("agents.list").set_parameter("page[size]", "201")->message.find("200"), std::string::npos);
}

TEST(RequestParameter, ALimitThatIsOnlyGuessedRefusesNothing) {
  EXPECT_TRUE(ok(request("inspections.list").set_parameter("sort", "-anything")));
  EXPECT_TRUE(ok(request("inspections.list").set_parameter("include", "whatever,else")));
  EXPECT_TRUE(ok(request("inspections.list").set_parameter("filter[datetime_greater_than]", "yesterday")));
}

TEST(RequestParameter, PageNumbersStartAtOne) {
  EXPECT_TRUE(refused(request("inspections.list").set_parameter("page[number]", "0")));
  EXPECT_TRUE(ok(request("inspections.list").set_parameter("page[number]", "1")));
}

TEST(RequestParameter, SortTakesDocumentedValuesOnlyAndNamesThem) {
  for (const char* good : {"last_name", "-last_name", "agent_inspections"}) {
    EXPECT_TRUE(ok(request("agents.list").set_parameter("sort", good))) << good;
  }
  for (const char* bad : {"lastname", "+last_name", "--last_name", "", "last_name,first_name"}) {
    EXPECT_TRUE(refused(request("agents.list").set_parameter("sort", bad))) << bad;
  }
  const ErrorPtr error = request("agents.list").set_parameter("sort", "-lastname");
  EXPECT_NE(error->message.find("\"-last_name\""), std::string::npos) << error->message;
}

TEST(RequestParameter, ACommaListComesWholeOrOneByOne) {
  Request whole = request("agents.list");
  EXPECT_TRUE(ok(whole.set_parameter("include", "agent,agent_team")));
  Request one_by_one = request("agents.list");
  EXPECT_TRUE(ok(one_by_one.add_parameter("include", "agent")));
  EXPECT_TRUE(ok(one_by_one.add_parameter("include", "agent_team")));
  EXPECT_EQ(whole.target(false), "/v2/connections?include=agent%2Cagent_team");
  EXPECT_EQ(one_by_one.target(false), whole.target(false));
}

TEST(RequestParameter, EachValueOfACommaListIsChecked) {
  for (const char* bad : {"agent,agnt_team", "agent,", ",agent", "agent,,agent_team", "agent, agent_team", ""}) {
    EXPECT_TRUE(refused(request("agents.list").set_parameter("include", bad))) << bad;
  }
}

TEST(RequestParameter, OneTagIsPlainAndSeveralAreAList) {
  Request list = request("agents.list");
  EXPECT_TRUE(ok(list.add_parameter("filter[tag]", "vip")));
  EXPECT_EQ(list.target(false), "/v2/connections?filter%5Btag%5D=vip");
  EXPECT_TRUE(ok(list.set_parameter("page[size]", "5")));
  EXPECT_TRUE(ok(list.add_parameter("filter[tag]", "a,b c")));
  EXPECT_EQ(list.target(false),
            "/v2/connections?filter%5Btag%5D%5B%5D=vip&filter%5Btag%5D%5B%5D=a%2Cb%20c&page%5Bsize%5D=5");
  EXPECT_TRUE(ok(list.set_parameter("filter[tag]", "only")));
  EXPECT_EQ(list.target(false), "/v2/connections?page%5Bsize%5D=5&filter%5Btag%5D=only");
}

TEST(RequestParameter, OneThatTakesOneValueCanNotBeAddedToOnceItIsSet) {
  Request list = request("agents.list");
  EXPECT_TRUE(ok(list.add_parameter("page[size]", "5")));
  EXPECT_TRUE(refused(list.add_parameter("page[size]", "6")));
  Request get = request("agents.get");
  EXPECT_TRUE(ok(get.set_parameter("id", "5")));
  EXPECT_TRUE(refused(get.add_parameter("id", "6")));
  EXPECT_TRUE(refused(list.add_parameter("nonsense", "5")));
  EXPECT_EQ(list.target(false), "/v2/connections?page%5Bsize%5D=5");
}

TEST(RequestParameter, ABooleanIsTrueOrFalse) {
  EXPECT_TRUE(ok(request("attachments.list").set_parameter("filter[report]", "true")));
  EXPECT_TRUE(ok(request("attachments.list").set_parameter("filter[report]", "false")));
  for (const char* bad : {"1", "yes", "True", ""}) {
    EXPECT_TRUE(refused(request("attachments.list").set_parameter("filter[report]", bad))) << bad;
  }
}

TEST(RequestParameter, APathParameterStandsInThePath) {
  Request get = request("inspections.get");
  EXPECT_TRUE(ok(get.set_parameter("include", "agents")));
  EXPECT_TRUE(ok(get.set_parameter("id", "a1-B2_3.4~")));
  EXPECT_EQ(get.target(false), "/v2/inspections/a1-B2_3.4~?include=agents");
  EXPECT_TRUE(ok(get.set_parameter("id", "99")));
  EXPECT_EQ(get.target(false), "/v2/inspections/99?include=agents");
}

TEST(RequestParameter, APathParameterCanNotLeaveItsPlace) {
  for (const std::string bad : {"", ".", "..", "1/2", "/", "../x", "1?a=b", "1#x", "%2e%2e", "1 2", "a\\b", "\xC3\xA9",
                                "{id}", "1;2", "1\r\n"}) {
    EXPECT_TRUE(refused(request("inspections.get").set_parameter("id", bad))) << bad;
  }
  EXPECT_TRUE(refused(request("inspections.get").set_parameter("id", std::string_view("1\0", 2))));
}

TEST(RequestParameter, ValuesThatAreNoUtf8OrHoldANulAreRefusedWithoutBeingRepeated) {
  const ErrorPtr error = request("agents.list").set_parameter("filter[email]", "jane\xFF@example.com");
  ASSERT_TRUE(refused(error));
  EXPECT_EQ(error->message.find("jane"), std::string::npos) << error->message;
  EXPECT_TRUE(refused(request("agents.list").set_parameter("filter[email]", std::string_view("a\0b", 3))));
}

TEST(RequestParameter, ARefusedValueLeavesTheEarlierOne) {
  Request list = request("agents.list");
  EXPECT_TRUE(ok(list.set_parameter("page[size]", "10")));
  EXPECT_TRUE(refused(list.set_parameter("page[size]", "999")));
  EXPECT_EQ(list.target(false), "/v2/connections?page%5Bsize%5D=10");
}

TEST(RequestParameter, AMissingPathParameterIsNamedBeforeAnythingIsSent) {
  Request get = request("inspections.get");
  const ErrorPtr error = get.check_complete();
  ASSERT_TRUE(refused(error));
  EXPECT_NE(error->message.find("inspections.get needs the parameter id"), std::string::npos) << error->message;
  EXPECT_TRUE(ok(get.set_parameter("id", "1")));
  EXPECT_TRUE(ok(get.check_complete()));
}

TEST(RequestParameter, RawQueryIsSentUncheckedButEncodedBehindTheRest) {
  Request list = request("agents.list");
  EXPECT_TRUE(ok(list.add_raw_query("filter[new]", "a&b=c d")));
  EXPECT_TRUE(ok(list.add_raw_query("x", "")));
  EXPECT_TRUE(ok(list.add_raw_query("x", "2")));
  EXPECT_TRUE(ok(list.set_parameter("page[size]", "5")));
  EXPECT_EQ(list.target(false), "/v2/connections?page%5Bsize%5D=5&filter%5Bnew%5D=a%26b%3Dc%20d&x=&x=2");
  EXPECT_TRUE(refused(list.add_raw_query("", "1")));
}

TEST(RequestParameter, TheAlternatePathTakesTheSameQuery) {
  Request stats = request("agent_stats.list");
  EXPECT_TRUE(ok(stats.set_parameter("page[number]", "2")));
  EXPECT_EQ(stats.target(false), "/v2/connections/stats?page%5Bnumber%5D=2");
  EXPECT_EQ(stats.target(true), "/v2/connection_stats?page%5Bnumber%5D=2");
}

TEST(RequestParameter, WhatALogMayShowAreNamesOnly) {
  Request list = request("agents.list");
  EXPECT_TRUE(ok(list.set_parameter("filter[email]", "jane@example.com")));
  EXPECT_TRUE(ok(list.add_raw_query("extra", "555-0123")));
  EXPECT_EQ(list.names_for_log(), "filter[email], extra");
}

TEST(RequestParameter, ARawRequestHasAMethodAPathAndRawQuery) {
  Result<Request> raw = Request::raw("GET", "/v2/new_things/1");
  ASSERT_TRUE(raw.ok());
  EXPECT_TRUE(refused(raw.value.set_parameter("page[size]", "5")));
  EXPECT_TRUE(ok(raw.value.add_raw_query("page[size]", "5")));
  EXPECT_EQ(raw.value.target(false), "/v2/new_things/1?page%5Bsize%5D=5");
  EXPECT_EQ(raw.value.target(true), raw.value.target(false));
  EXPECT_EQ(raw.value.operation(), nullptr);
  EXPECT_TRUE(ok(raw.value.check_complete()));
}

TEST(RequestParameter, TheNameOfARawRequestHidesItsPath) {
  EXPECT_EQ(Request::raw("GET", "/v2/people/jane-doe").value.name(), "raw GET");
}

TEST(RequestParameter, ABadMethodOrPathMakesNoRawRequest) {
  for (const std::string method : {"", "get", "TRACE", "CONNECT", "OPTIONS", "GET ", "GET\r\n"}) {
    EXPECT_TRUE(refused(Request::raw(method, "/v2").error)) << method;
  }
  for (const std::string path :
       {"", "v2", "https://example.org/", "/a b", "/a?b=c", "/a#b", "/a\\b", "/a\r\nX: 1", "/\xC3\xA9", "/a\x7F"}) {
    EXPECT_TRUE(refused(Request::raw("GET", path).error)) << path;
  }
  EXPECT_TRUE(refused(Request::raw("GET", std::string_view("/a\0b", 4)).error));
}

TEST(RequestParameter, TheMethodDecidesWhatSendingTwiceCanDo) {
  EXPECT_EQ(request("agents.list").idempotency(), policy::Idempotency::safe);
  EXPECT_EQ(request("agents.update").idempotency(), policy::Idempotency::idempotent);
  EXPECT_EQ(request("agents.create").idempotency(), policy::Idempotency::unsafe);
  EXPECT_EQ(Request::raw("HEAD", "/").value.idempotency(), policy::Idempotency::safe);
  EXPECT_EQ(Request::raw("DELETE", "/").value.idempotency(), policy::Idempotency::idempotent);
  EXPECT_EQ(Request::raw("PATCH", "/").value.idempotency(), policy::Idempotency::unsafe);
}

}  // namespace
}  // namespace spectrakit::tests
