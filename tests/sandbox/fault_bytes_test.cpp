#include <zlib.h>

#include <array>

#include "raw_connection.h"
#include "sandbox_test.h"

namespace spectrakit::tests {
namespace {

constexpr char kInspection[] = "/v2/inspections/10000001";

/// The bytes of an answer, as they are on the wire.
class SandboxBytesFault : public SandboxTest {
 protected:
  struct Wire {
    std::string head;
    std::string body;
    bool was_reset = false;

    bool has(const std::string& line) const { return head.find("\r\n" + line + "\r\n") != std::string::npos; }
  };

  void add(const Json& action) { sandbox_.add_fault({{"action", action}}); }
  /// All that comes until the connection ends; the request asks for that.
  Wire read_wire(const std::string& path = kInspection) {
    RawConnection connection(sandbox_.port());
    std::string request = raw_get(path);
    request.insert(request.size() - 2, "Connection: close\r\n");
    connection.send(request);
    const std::string head = connection.read_until("\r\n\r\n");
    const std::string body = connection.read_to_end();
    return {head, body, connection.was_reset()};
  }
  Wire wire_of(const Json& action) {
    add(action);
    return read_wire();
  }

  /// What zlib makes of gzip bytes: its last code, and how many bytes came out.
  static std::pair<int, uint64_t> unpack(const std::string& bytes) {
    z_stream stream{};
    inflateInit2(&stream, 16 + MAX_WBITS);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::array<Bytef, 65536> out{};
    int code = Z_OK;
    while (code == Z_OK) {
      stream.next_out = out.data();
      stream.avail_out = out.size();
      code = inflate(&stream, Z_NO_FLUSH);
    }
    const uint64_t size = stream.total_out;
    inflateEnd(&stream);
    return {code, size};
  }
};

TEST_F(SandboxBytesFault, SaysAWrongLengthAndSendsTheBodyAllTheSame) {
  const std::string body = read_wire().body;
  const Wire longer = wire_of({{"content_length_delta", 7}});
  EXPECT_TRUE(longer.has("Content-Length: " + std::to_string(body.size() + 7))) << longer.head;
  EXPECT_EQ(longer.body, body);
  const Wire shorter = wire_of({{"content_length_delta", -7}});
  EXPECT_TRUE(shorter.has("Content-Length: " + std::to_string(body.size() - 7))) << shorter.head;
  EXPECT_EQ(shorter.body, body);
}

TEST_F(SandboxBytesFault, LeavesTheRestOfATooLongBodyInFrontOfTheNextAnswer) {
  add({{"content_length_delta", -3}});
  RawConnection connection(sandbox_.port());
  connection.send(raw_get(kInspection) + raw_get(kInspection));
  connection.read_answer();
  EXPECT_EQ(connection.read_until("HTTP/1.1 ").size(), 3 + std::string("HTTP/1.1 ").size());
}

TEST_F(SandboxBytesFault, PadsTheBodyWithSpaces) {
  const std::string body = read_wire().body;
  const Wire padded = wire_of({{"pad_bytes", 3'000'000}});
  EXPECT_TRUE(padded.has("Content-Length: " + std::to_string(body.size() + 3'000'000)));
  ASSERT_EQ(padded.body.size(), body.size() + 3'000'000);
  EXPECT_EQ(Json::parse(padded.body), Json::parse(body));
}

TEST_F(SandboxBytesFault, ChunksTheBodyWellAndBadly) {
  const std::string body = read_wire().body;
  add({{"chunked", "good"}});
  EXPECT_EQ(get(kInspection).body, body);

  const Wire good = wire_of({{"chunked", "good"}});
  EXPECT_TRUE(good.has("Transfer-Encoding: chunked"));
  EXPECT_EQ(good.head.find("Content-Length"), std::string::npos);
  EXPECT_TRUE(good.body.starts_with("200\r\n{"));
  EXPECT_TRUE(good.body.ends_with("\r\n0\r\n\r\n"));

  const Wire no_end = wire_of({{"chunked", "no_end"}});
  EXPECT_EQ(no_end.body + "0\r\n\r\n", good.body);
  EXPECT_FALSE(no_end.was_reset);

  const std::string second = "\r\n200\r\n";
  std::string expected = good.body;
  expected.replace(good.body.find(second), second.size(), "\r\nzz\r\n");
  EXPECT_EQ(wire_of({{"chunked", "bad_size"}}).body + "0\r\n\r\n", expected);
  expected = good.body;
  expected.replace(good.body.find(second), second.size(), "\r\n1ff\r\n");
  EXPECT_EQ(wire_of({{"chunked", "short_size"}}).body, expected);
}

TEST_F(SandboxBytesFault, PacksTheBodyWellAndBadly) {
  const size_t body_bytes = read_wire().body.size();
  const Wire good = wire_of({{"gzip", "good"}});
  EXPECT_TRUE(good.has("Content-Encoding: gzip"));
  EXPECT_TRUE(good.has("Content-Length: " + std::to_string(good.body.size())));
  EXPECT_EQ(unpack(good.body), std::pair(Z_STREAM_END, uint64_t{body_bytes}));

  EXPECT_EQ(unpack(wire_of({{"gzip", "corrupt"}}).body).first, Z_DATA_ERROR);
  EXPECT_EQ(unpack(wire_of({{"gzip", "wrong_checksum"}}).body), std::pair(Z_DATA_ERROR, uint64_t{body_bytes}));
  EXPECT_EQ(unpack(wire_of({{"gzip", "cut"}}).body).first, Z_BUF_ERROR);
  const Wire plain = wire_of({{"gzip", "not_gzip"}});
  EXPECT_TRUE(plain.has("Content-Encoding: gzip"));
  EXPECT_EQ(unpack(plain.body).first, Z_DATA_ERROR);
}

TEST_F(SandboxBytesFault, ExplodesWhenUnpackedAndIsSmallOnTheWire) {
  constexpr uint64_t kPadBytes = 200'000'003;
  const size_t body_bytes = read_wire().body.size();
  const Wire bomb = wire_of({{"gzip", "good"}, {"pad_bytes", kPadBytes}});
  EXPECT_LT(bomb.body.size(), 300'000U);
  EXPECT_EQ(unpack(bomb.body), std::pair(Z_STREAM_END, body_bytes + kPadBytes));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  EXPECT_LT(sandbox_.peak_memory_bytes(), 50 * 1024 * 1024);
#endif
}

TEST_F(SandboxBytesFault, PadsTheHeadByTheBytesAskedFor) {
  const Wire plain = read_wire();
  for (const size_t padding : {100U, 5'000U, 300'000U}) {
    const Wire padded = wire_of({{"pad_header_bytes", padding}});
    EXPECT_EQ(padded.head.size(), plain.head.size() + padding);
    EXPECT_EQ(padded.body, plain.body);
  }
}

TEST_F(SandboxBytesFault, SpoilsTheBodyOfWorkThatIsDone) {
  const std::string body = read_wire().body;
  add({{"spoil", "json"}});
  EXPECT_EQ(get(kInspection).body, body.substr(0, body.size() / 2));
  add({{"spoil", "empty"}});
  EXPECT_EQ(get(kInspection).body, "");
  add({{"spoil", "html"}});
  const Answer uploaded = upload({{"inspection_id", "10000001"}}, "a.pdf", "x");
  EXPECT_EQ(uploaded.status, 201);
  EXPECT_EQ(uploaded.header("Content-Type"), "text/html");
  EXPECT_TRUE(uploaded.body.starts_with("<!DOCTYPE html>"));
  EXPECT_EQ(attachment_count("10000001"), 1);
}

TEST_F(SandboxBytesFault, ChangesTheAnswerOfWorkThatIsDone) {
  add({{"work", true}, {"status", 500}, {"headers", {{"Date", "Thu, 01 Jan 1970 00:00:00 GMT"}, {"X-Note", "a"}}}});
  const Answer answer = upload({{"inspection_id", "10000001"}}, "a.pdf", "x");
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.headers.count("Date"), 1U);
  EXPECT_EQ(answer.header("Date"), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(answer.header("X-Note"), "a");
  EXPECT_EQ(answer.json().at("data").at("type"), "inspection_attachment");
  EXPECT_EQ(sandbox_.requests().at(0).at("work_status"), 201);
  EXPECT_EQ(sandbox_.requests().at(0).at("status"), 500);
  EXPECT_EQ(attachment_count("10000001"), 1);
}

TEST_F(SandboxBytesFault, AnswersAnotherPageThanTheOneAskedFor) {
  const std::string second = "/v2/inspections?page%5Bsize%5D=5&page[number]=2&sort=datetime";
  add({{"page", 1}});
  const Json repeated = get(second).json();
  EXPECT_EQ(repeated.at("meta").at("pagination").at("current"), 1);
  EXPECT_EQ(repeated.at("data").size(), 5U);
  EXPECT_EQ(repeated.at("data").at(0).at("id"), "10000001");
  EXPECT_EQ(get(second).json().at("data").at(0).at("id"), "10000006");
}

TEST_F(SandboxBytesFault, LinksToTheNextPageElsewhere) {
  add({{"next_link", "https://elsewhere.example.com/v2/inspections?page[number]=2"}});
  const Json page = get("/v2/inspections?page[size]=5").json();
  EXPECT_EQ(page.at("links").at("next"), "https://elsewhere.example.com/v2/inspections?page[number]=2");
  EXPECT_EQ(page.at("meta").at("pagination").at("next"), 2);
  EXPECT_EQ(page.at("data").size(), 5U);
}

TEST_F(SandboxBytesFault, EditsAReadyMadeAnswerToo) {
  const Wire wire = wire_of({{"status", 429}, {"body", "busy"}, {"chunked", "good"}, {"pad_bytes", 2}});
  EXPECT_TRUE(wire.head.starts_with("HTTP/1.1 429 "));
  EXPECT_EQ(wire.body, "4\r\nbusy\r\n2\r\n  \r\n0\r\n\r\n");
}

TEST_F(SandboxBytesFault, KeepsAHeadRequestWithoutABody) {
  add({{"pad_header_bytes", 200}, {"pad_bytes", 100}});
  httplib::Client client = make_client();
  const auto head = client.Head(kInspection);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->status, 200);
  EXPECT_TRUE(client.Get(kInspection));
}

TEST_F(SandboxBytesFault, NamesTheMemberThatMakesNoSense) {
  const auto pointer = [&](const Json& action) {
    httplib::Client client(sandbox_.url());
    const auto result = client.Post("/_sandbox/faults", Json{{"action", action}}.dump(), "application/json");
    if (!result || result->status != 422) return std::string("accepted");
    return Json::parse(result->body).at("errors").at(0).at("source").at("pointer").get<std::string>();
  };
  EXPECT_EQ(pointer({{"explode", true}}), "/action/explode");
  EXPECT_EQ(pointer({{"pad_bytes", 0}}), "/action/pad_bytes");
  EXPECT_EQ(pointer({{"gzip", "bad"}}), "/action/gzip");
  EXPECT_EQ(pointer({{"chunked", "good"}, {"content_length_delta", 1}}), "/action/content_length_delta");
  EXPECT_EQ(pointer({{"close", "before"}, {"status", 500}}), "/action/status");
  EXPECT_EQ(pointer({{"lose_answer", true}, {"gzip", "good"}}), "/action/gzip");
  EXPECT_EQ(pointer({{"work_after_leaving_ms", 5}, {"delay_ms", 5}}), "/action/delay_ms");
  EXPECT_EQ(pointer({{"truncate_bytes", 5}, {"reset_after_bytes", 5}}), "/action/truncate_bytes");
  EXPECT_EQ(pointer({{"drip_bytes", 5}}), "/action/drip_bytes");
  EXPECT_EQ(pointer({{"headers", {{"a", "b"}}}}), "/action/headers");
  EXPECT_EQ(pointer({{"work", true}}), "/action/work");
  EXPECT_EQ(pointer({{"status", 500}, {"spoil", "json"}}), "/action/spoil");
  EXPECT_EQ(pointer({{"inform", {101}}}), "/action/inform");
  EXPECT_EQ(pointer({{"reset", "later"}}), "/action/reset");
  EXPECT_EQ(get(kInspection).status, 200);
}

}  // namespace
}  // namespace spectrakit::tests
