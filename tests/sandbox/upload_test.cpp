#include <openssl/evp.h>

#include <array>
#include <thread>

#include "raw_connection.h"
#include "sandbox_test.h"

namespace spectrakit::tests {
namespace {

std::string sha256(const std::string& bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    std::array<char, 3> digits{};
    std::snprintf(digits.data(), digits.size(), "%02x", digest[i]);
    text += digits.data();
  }
  return text;
}

/// Bytes of every kind, among them what looks like the end of a multipart part.
std::string awkward_bytes(size_t size) {
  std::string bytes = "\r\n--boundary\r\n--\r\n";
  uint32_t state = 1;
  while (bytes.size() < size) {
    state = state * 1664525 + 1013904223;
    bytes += static_cast<char>(state >> 24);
    if (bytes.size() % 1000 == 0) bytes += "\r\n--";
  }
  return bytes;
}

class SandboxUpload : public SandboxTest {
 protected:
  Answer download(const Json& attachment) const {
    const std::string url = attachment.at("attributes").at("file_url").get<std::string>();
    EXPECT_TRUE(url.starts_with(sandbox_.url() + "/files/")) << url;
    // Without a key, as a signed URL needs none.
    return get(url.substr(sandbox_.url().size()), {});
  }

  std::string form(const std::string& file_bytes) const {
    return "--X\r\nContent-Disposition: form-data; name=\"data[attributes][inspection_id]\"\r\n\r\n10000001\r\n"
           "--X\r\nContent-Disposition: form-data; name=\"data[attributes][file]\"; filename=\"a.pdf\"\r\n"
           "Content-Type: application/pdf\r\n\r\n" +
           file_bytes + "\r\n--X--\r\n";
  }

  std::string post_head(const std::string& more_headers) const {
    return "POST /v2/inspection_attachments HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " +
           sandbox_.api_key() + "\r\nContent-Type: multipart/form-data; boundary=X\r\n" + more_headers + "\r\n";
  }
};

TEST_F(SandboxUpload, GivesTheStoredFileBackByteForByte) {
  const std::string bytes = awkward_bytes(3'000'000);
  const Answer answer = upload({{"inspection_id", "10000001"},
                                {"name", "Water \"report\""},
                                {"description", "zweite Prüfung"},
                                {"report", "true"},
                                {"internal_only", "false"},
                                {"attachment_type", "water"}},
                               "water report é.PDF", bytes);
  ASSERT_EQ(answer.status, 201) << answer.body;
  const Json created = answer.json().at("data");
  EXPECT_EQ(created.at("type"), "inspection_attachment");
  const Json& attributes = created.at("attributes");
  EXPECT_EQ(attributes.at("inspection_id"), 10000001);
  EXPECT_EQ(attributes.at("name"), "Water \"report\"");
  EXPECT_EQ(attributes.at("description"), "zweite Prüfung");
  EXPECT_EQ(attributes.at("file_file_name"), "water report é.PDF");
  EXPECT_EQ(attributes.at("file_file_size"), bytes.size());
  EXPECT_EQ(attributes.at("report"), true);
  EXPECT_EQ(attributes.at("internal_only"), false);
  EXPECT_EQ(attributes.at("attachment_type"), "water");

  const Answer file = download(created);
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(file.header("Content-Type"), "application/pdf");
  EXPECT_TRUE(file.body == bytes);
  const Json listed = get("/v2/inspection_attachments?sort=-created_at&page[size]=1").json().at("data").at(0);
  EXPECT_EQ(listed, created);
}

TEST_F(SandboxUpload, RefusesAFlagThatIsNeitherTrueNorFalse) {
  const Answer answer =
      upload({{"inspection_id", "10000001"}, {"report", "maybe"}, {"internal_only", "{}"}}, "a.pdf", "bytes");
  ASSERT_EQ(answer.status, 422) << answer.body;
  const Json errors = answer.json().at("errors");
  EXPECT_EQ(errors.at(0).at("source").at("pointer"), "/data/attributes/report");
  EXPECT_EQ(errors.at(1).at("source").at("pointer"), "/data/attributes/internal_only");
  EXPECT_EQ(attachment_count("10000001"), 0);
}

TEST_F(SandboxUpload, TakesTheSameFileTwice) {
  for (int i = 0; i < 2; ++i) EXPECT_EQ(upload({{"inspection_id", "10000001"}}, "a.pdf", "same").status, 201);
  EXPECT_EQ(attachment_count("10000001"), 2);
}

TEST_F(SandboxUpload, TakesAChunkedBody) {
  RawConnection connection(sandbox_.port());
  const std::string body = form("chunked file");
  std::string chunked = post_head("Transfer-Encoding: chunked\r\n");
  for (size_t start = 0; start < body.size(); start += 50) {
    const std::string piece = body.substr(start, 50);
    std::array<char, 16> size{};
    std::snprintf(size.data(), size.size(), "%zx\r\n", piece.size());
    chunked += size.data() + piece + "\r\n";
  }
  connection.send(chunked + "0\r\n\r\n");
  EXPECT_TRUE(connection.read_answer().starts_with("HTTP/1.1 201 "));
  // The next request on the connection starts right after the last chunk.
  connection.send(raw_get("/v2/inspections/10000001"));
  EXPECT_TRUE(connection.read_answer().starts_with("HTTP/1.1 200 "));
  EXPECT_EQ(sandbox_.requests().at(0).at("body_sha256"), sha256(body));
  EXPECT_EQ(sandbox_.requests().at(0).at("body_bytes"), body.size());
}

TEST_F(SandboxUpload, AsksForTheBodyOfAClientThatWaitsForIt) {
  RawConnection connection(sandbox_.port());
  const std::string body = form("late file");
  const std::string head = post_head("Expect: 100-continue\r\nContent-Length: " + std::to_string(body.size()) + "\r\n");
  connection.send(head);
  EXPECT_EQ(connection.read_answer(), "HTTP/1.1 100 Continue\r\n\r\n");
  connection.send(body);
  EXPECT_TRUE(connection.read_answer().starts_with("HTTP/1.1 201 "));
}

TEST_F(SandboxUpload, PointsAtWhatIsMissingOrWrong) {
  const auto pointers = [&](const Answer& answer) {
    EXPECT_EQ(answer.status, 422) << answer.body;
    std::vector<std::string> found;
    const Json document = answer.json();
    for (const Json& error : document.at("errors")) {
      EXPECT_EQ(error.at("status"), "422");
      found.push_back(error.at("source").at("pointer"));
    }
    return found;
  };
  using Pointers = std::vector<std::string>;
  const std::string file = "/data/attributes/file";
  const std::string inspection = "/data/attributes/inspection_id";
  EXPECT_EQ(pointers(upload({{"inspection_id", "10000001"}}, "", "")), Pointers{file});
  EXPECT_EQ(pointers(upload({{"inspection_id", "99999999"}}, "a.pdf", "x")), Pointers{inspection});
  EXPECT_EQ(pointers(upload({{"report", "true"}}, "", "")), (Pointers{inspection, file}));
  for (const char* name : {"movie.mp4", "program.exe", "nothing", "dot."}) {
    EXPECT_EQ(pointers(upload({{"inspection_id", "10000001"}}, name, "x")), Pointers{file}) << name;
  }
  EXPECT_EQ(attachment_count("10000001"), 0);
}

TEST_F(SandboxUpload, TakesEveryDocumentedKindOfFile) {
  for (const char* name : {"a.jpg", "a.jpeg", "a.PNG", "a.gif", "a.pdf", "a.zip", "a.txt", "a.mp3", "a.doc", "a.docx",
                           "a.xls", "a.xlsx", "a.ppt", "a.pptx"}) {
    EXPECT_EQ(upload({{"inspection_id", "10000001"}}, name, "x").status, 201) << name;
  }
}

TEST_F(SandboxUpload, KeepsNothingOfAnUploadThatBreaksOff) {
  {
    RawConnection connection(sandbox_.port());
    connection.send(post_head("Content-Length: 100000\r\n") + form("half a file").substr(0, 200));
  }
  while (sandbox_.requests().empty()) std::this_thread::yield();
  EXPECT_EQ(attachment_count("10000001"), 0);
  const Json received = sandbox_.requests().at(0);
  EXPECT_EQ(received.at("method"), "POST");
  EXPECT_EQ(received.at("body_complete"), false);
}

TEST_F(SandboxUpload, RefusesAWrongKeyAfterReadingTheWholeBody) {
  httplib::Client client(sandbox_.url());
  client.set_bearer_token_auth("wrong");
  const httplib::MultipartFormDataItems items = {{"data[attributes][file]", awkward_bytes(5'000'000), "a.pdf", ""}};
  const auto result = client.Post("/v2/inspection_attachments", items);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 401);
  EXPECT_GT(sandbox_.requests().at(0).at("body_bytes").get<int64_t>(), 5'000'000);
}

TEST_F(SandboxUpload, HoldsNoUploadInMemory) {
  httplib::Client client(sandbox_.url());
  client.set_bearer_token_auth(sandbox_.api_key());
  const std::string piece(1 << 20, 'x');
  const std::string form_text = form("");
  const size_t split = form_text.find("\r\n--X--");
  constexpr size_t kPieces = 200;
  const auto send = [&](size_t offset, size_t length, httplib::DataSink& sink) {
    const size_t file_end = split + kPieces * piece.size();
    if (offset < split) return sink.write(form_text.data() + offset, split - offset);
    if (offset < file_end) return sink.write(piece.data(), std::min(piece.size(), file_end - offset));
    return sink.write(form_text.data() + split + (offset - file_end), length);
  };
  const auto result = client.Post("/v2/inspection_attachments", form_text.size() + kPieces * piece.size(), send,
                                  "multipart/form-data; boundary=X");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 201) << result->body;
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  EXPECT_LT(sandbox_.peak_memory_bytes(), 50 * 1024 * 1024);
#endif
}

TEST_F(SandboxUpload, RefusesTextsThatAreNoUtf8AndFieldsThatAreTooLong) {
  const Answer broken = upload({{"inspection_id", "10000001"}, {"name", "caf\xe9"}}, "a.txt", "bytes");
  EXPECT_EQ(broken.status, 422);
  EXPECT_EQ(broken.json().at("errors").at(0).at("source").at("pointer"), "/data/attributes/name");
  EXPECT_EQ(upload({{"inspection_id", "10000001"}}, "caf\xe9.txt", "bytes").status, 422);
  const Answer too_long =
      upload({{"inspection_id", "10000001"}, {"description", std::string(70'000, 'a')}}, "a.txt", "");
  EXPECT_EQ(too_long.status, 413);
  EXPECT_EQ(attachment_count("10000001"), 0);
}

TEST_F(SandboxUpload, KeepsANameWithoutItsFoldersAndServesItAsWhatItsEndingSays) {
  const Answer uploaded = upload({{"inspection_id", "10000001"}}, "C:\\reports/radon.txt", "<script>");
  ASSERT_EQ(uploaded.status, 201) << uploaded.body;
  const Json attributes = uploaded.json().at("data").at("attributes");
  EXPECT_EQ(attributes.at("file_file_name"), "radon.txt");
  const std::string url = attributes.at("file_url");
  const Answer file = get(url.substr(sandbox_.url().size()));
  EXPECT_EQ(file.body, "<script>");
  EXPECT_EQ(file.header("Content-Type"), "text/plain");
  EXPECT_EQ(file.header("X-Content-Type-Options"), "nosniff");
}

}  // namespace
}  // namespace spectrakit::tests
