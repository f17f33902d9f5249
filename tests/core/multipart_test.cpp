#include "http/multipart.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "support/temporary_folder.h"

namespace spectrakit::tests {
namespace {

using http::Body;
using http::FormPart;

/// Python's own MIME parser, as the judge of what a server would see.
constexpr const char* kJudge = R"(
import email, email.policy, json, sys
message = email.message_from_bytes(open(sys.argv[1], 'rb').read(), policy=email.policy.HTTP)
parts = []
for part in message.iter_parts():
    disposition = part['Content-Disposition']
    parts.append({'disposition': part.get_content_disposition(), 'name': disposition.params.get('name'),
                  'file': disposition.params.get('filename'),
                  'type': part.get_content_type() if 'Content-Type' in part else None,
                  'hex': part.get_payload(decode=True).hex()})
json.dump({'defects': [str(defect) for defect in message.defects], 'parts': parts}, sys.stdout)
)";

http::SharedBytes memory(std::string_view bytes) {
  return std::make_shared<const std::string>(bytes);
}

std::string bytes_of(const Body& body) {
  std::string bytes;
  for (const Body::Piece& piece : body.pieces) {
    if (const auto* memory = std::get_if<http::SharedBytes>(&piece)) {
      bytes += **memory;
      continue;
    }
    const http::File& file = *std::get<std::shared_ptr<const http::File>>(piece);
    std::string content(file.size_bytes(), '\0');
    EXPECT_EQ(pread(file.descriptor(), content.data(), content.size(), 0), static_cast<ssize_t>(content.size()));
    bytes += content;
  }
  return bytes;
}

nlohmann::json read_by_judge(const Body& body) {
  const TemporaryFolder folder;
  const std::string script = folder.write("judge.py", kJudge);
  const std::string message =
      folder.write("message", "Content-Type: " + body.content_type + "\r\n\r\n" + bytes_of(body));
  FILE* pipe = popen(("python3 " + script + " " + message).c_str(), "r");
  if (pipe == nullptr) return nullptr;
  std::string output;
  std::array<char, 4096> chunk{};
  while (const size_t got = std::fread(chunk.data(), 1, chunk.size(), pipe)) output.append(chunk.data(), got);
  EXPECT_EQ(pclose(pipe), 0);
  return nlohmann::json::parse(output);
}

std::string hex_of(std::string_view bytes) {
  std::string hex;
  for (const unsigned char byte : bytes) {
    hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
  }
  return hex;
}

Body body_of(const std::vector<FormPart>& parts, uint64_t seed = 1) {
  Random random(seed);
  return http::multipart_body(parts, random);
}

std::string boundary_of(const Body& body) {
  return body.content_type.substr(body.content_type.find('=') + 1);
}

TEST(Multipart, FieldsAndFilesComeBackFromAnotherParser) {
  const TemporaryFolder folder;
  const std::string binary("\0\r\n--\xFF\r\n\r\nx", 11);
  const auto file = http::File::open(folder.write("photo.jpg", binary));
  const nlohmann::json message =
      read_by_judge(body_of({{"data[attributes][name]", memory("Radon \xC3\xA9"), "", ""},
                             {"data[attributes][file]", file.value, "photo.jpg", "image/jpeg"},
                             {"in memory", memory(binary), "b.bin", "application/octet-stream"}}));
  EXPECT_EQ(message["defects"], nlohmann::json::array());
  ASSERT_EQ(message["parts"].size(), 3U);
  EXPECT_EQ(message["parts"][0], (nlohmann::json{{"disposition", "form-data"},
                                                 {"name", "data[attributes][name]"},
                                                 {"file", nullptr},
                                                 {"type", nullptr},
                                                 {"hex", hex_of("Radon \xC3\xA9")}}));
  EXPECT_EQ(message["parts"][1], (nlohmann::json{{"disposition", "form-data"},
                                                 {"name", "data[attributes][file]"},
                                                 {"file", "photo.jpg"},
                                                 {"type", "image/jpeg"},
                                                 {"hex", hex_of(binary)}}));
  EXPECT_EQ(message["parts"][2]["hex"], hex_of(binary));
}

TEST(Multipart, EmptyFieldsAndAFileOfNoBytesAreKept) {
  const TemporaryFolder folder;
  const auto file = http::File::open(folder.write("empty.txt", ""));
  const nlohmann::json message =
      read_by_judge(body_of({{"a", memory(""), "", ""}, {"b", file.value, "empty.txt", "text/plain"}}));
  ASSERT_EQ(message["parts"].size(), 2U);
  EXPECT_EQ(message["parts"][0]["hex"], "");
  EXPECT_EQ(message["parts"][1]["hex"], "");
  EXPECT_EQ(message["parts"][1]["file"], "empty.txt");
}

TEST(Multipart, QuotesAndLineBreaksInNamesAreEscapedAsBrowsersDo) {
  const Body body = body_of({{"a\"b\r\nX-Evil: 1", memory("v"), "f\"\n.pdf\r", "application/pdf"}});
  const std::string bytes = bytes_of(body);
  EXPECT_NE(bytes.find("name=\"a%22b%0D%0AX-Evil: 1\"; filename=\"f%22%0A.pdf%0D\"\r\n"), std::string::npos) << bytes;
  const nlohmann::json message = read_by_judge(body);
  ASSERT_EQ(message["parts"].size(), 1U);
  EXPECT_EQ(message["parts"][0]["name"], "a%22b%0D%0AX-Evil: 1");
  EXPECT_EQ(message["parts"][0]["hex"], hex_of("v"));
}

TEST(Multipart, TheBytesAreExactlyThoseOfRfc7578) {
  const Body body = body_of({{"a", memory("1"), "", ""}, {"b", memory("2"), "c.txt", "text/plain"}});
  const std::string boundary = boundary_of(body);
  EXPECT_EQ(bytes_of(body), "--" + boundary + "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--" +
                                boundary +
                                "\r\nContent-Disposition: form-data; name=\"b\"; filename=\"c.txt\"\r\n"
                                "Content-Type: text/plain\r\n\r\n2\r\n--" +
                                boundary + "--\r\n");
}

TEST(Multipart, TheTotalIsTheNumberOfBytes) {
  const TemporaryFolder folder;
  const auto file = http::File::open(folder.write("a.txt", std::string(12'345, 'x')));
  const Body body = body_of({{"f", file.value, "a.txt", "text/plain"}, {"g", memory("abc"), "", ""}});
  EXPECT_EQ(body.total_bytes(), bytes_of(body).size());
  EXPECT_TRUE(body.has_file());
  EXPECT_FALSE(body_of({{"g", memory("abc"), "", ""}}).has_file());
}

TEST(Multipart, TheBoundaryFollowsTheSeedAndIsNewForEachBody) {
  EXPECT_EQ(boundary_of(body_of({}, 1)), boundary_of(body_of({}, 1)));
  EXPECT_NE(boundary_of(body_of({}, 1)), boundary_of(body_of({}, 2)));
  Random random(std::nullopt);
  EXPECT_NE(boundary_of(http::multipart_body({}, random)), boundary_of(http::multipart_body({}, random)));
}

TEST(Multipart, TheBoundaryIsAnUnquotedTokenOfLegalLength) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    const std::string boundary = boundary_of(body_of({}, seed));
    EXPECT_LE(boundary.size(), 70U);
    EXPECT_EQ(boundary.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string::npos) << boundary;
  }
}

TEST(ContentType, FollowsTheEndingInAnyCase) {
  EXPECT_EQ(http::content_type_of("report.pdf"), "application/pdf");
  EXPECT_EQ(http::content_type_of("REPORT.PDF"), "application/pdf");
  EXPECT_EQ(http::content_type_of("a.b.JpEg"), "image/jpeg");
  EXPECT_EQ(http::content_type_of("a.docx"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
  EXPECT_EQ(http::content_type_of(".txt"), "text/plain");
}

TEST(ContentType, IsBytesForEndingsThatSayNothing) {
  for (const char* name : {"", "report", "report.", "report.unknown", "pdf", "report.pdf.gpg"}) {
    EXPECT_EQ(http::content_type_of(name), "application/octet-stream") << name;
  }
}

}  // namespace
}  // namespace spectrakit::tests
