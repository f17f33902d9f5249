#include "client/cursor.h"

#include <string>

#include "request_test.h"

namespace spectrakit::tests {
namespace {

Request page_of_agents() {
  Request list = request("agents.list");
  EXPECT_TRUE(ok(list.set_parameter("page[size]", "50")));
  EXPECT_TRUE(ok(list.set_parameter("filter[email]", "jane@example.com")));
  return list;
}

TEST(Cursor, ComesBackAsThePageThatItWasMadeOf) {
  for (const int64_t page : {int64_t{1}, int64_t{2}, int64_t{1'000}, INT64_MAX}) {
    const Result<int64_t> read = read_cursor(page_of_agents(), make_cursor(page_of_agents(), page));
    ASSERT_TRUE(read.ok()) << read.error->message;
    EXPECT_EQ(read.value, page);
  }
}

TEST(Cursor, BelongsToAllPagesOfOneList) {
  Request later = page_of_agents();
  EXPECT_TRUE(ok(later.set_parameter("page[number]", "9")));
  EXPECT_EQ(make_cursor(later, 3), make_cursor(page_of_agents(), 3));
  EXPECT_EQ(read_cursor(later, make_cursor(page_of_agents(), 3)).value, 3);
}

TEST(Cursor, HoldsNoClientsData) {
  const std::string cursor = make_cursor(page_of_agents(), 3);
  EXPECT_EQ(cursor.find("jane"), std::string::npos) << cursor;
  EXPECT_TRUE(cursor.starts_with("spk1:agents.list:")) << cursor;
}

TEST(Cursor, IsRefusedByAnotherRequest) {
  const std::string cursor = make_cursor(page_of_agents(), 3);
  Request other_filter = page_of_agents();
  EXPECT_TRUE(ok(other_filter.set_parameter("filter[email]", "joe@example.com")));
  Request other_size = page_of_agents();
  EXPECT_TRUE(ok(other_size.set_parameter("page[size]", "51")));
  Request more_query = page_of_agents();
  EXPECT_TRUE(ok(more_query.add_raw_query("x", "1")));
  EXPECT_TRUE(refused(read_cursor(other_filter, cursor).error));
  EXPECT_TRUE(refused(read_cursor(other_size, cursor).error));
  EXPECT_TRUE(refused(read_cursor(more_query, cursor).error));
  EXPECT_TRUE(refused(read_cursor(request("clients.list"), cursor).error));
  EXPECT_TRUE(refused(read_cursor(request("agents.list"), cursor).error));
}

TEST(Cursor, IsRefusedWhenDamagedAnywhere) {
  const std::string cursor = make_cursor(page_of_agents(), 37);
  for (size_t size = 0; size < cursor.size() - 1; ++size) {
    EXPECT_TRUE(refused(read_cursor(page_of_agents(), cursor.substr(0, size)).error)) << cursor.substr(0, size);
  }
  const size_t page_begins = cursor.rfind(':') + 1;
  for (size_t at = 0; at < cursor.size(); ++at) {
    std::string damaged = cursor;
    damaged[at] = at < page_begins ? '~' : 'x';
    EXPECT_TRUE(refused(read_cursor(page_of_agents(), damaged).error)) << damaged;
  }
  const std::string head = cursor.substr(0, page_begins);
  for (const std::string page : {"0", "-1", "1.5", " 1", "1 ", "+1", "99999999999999999999", "1:2"}) {
    EXPECT_TRUE(refused(read_cursor(page_of_agents(), head + page).error)) << page;
  }
}

TEST(Cursor, OfARawRequestBelongsToItsMethodAndPath) {
  const Request raw = Request::raw("GET", "/v2/new_things").value;
  const Request other = Request::raw("GET", "/v2/old_things").value;
  EXPECT_EQ(read_cursor(raw, make_cursor(raw, 2)).value, 2);
  EXPECT_TRUE(refused(read_cursor(other, make_cursor(raw, 2)).error));
}

}  // namespace
}  // namespace spectrakit::tests
