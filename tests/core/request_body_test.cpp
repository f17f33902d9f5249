#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "request_test.h"
#include "support/temporary_folder.h"

namespace spectrakit::tests {
namespace {

using Json = nlohmann::json;

std::shared_ptr<const http::Body> body_of(const Request& request) {
  Random random(1);
  return request.body(random);
}

Json json_of(const Request& request) {
  const auto body = body_of(request);
  if (body == nullptr || body->pieces.size() != 1) return nullptr;
  return Json::parse(*std::get<http::SharedBytes>(body->pieces[0]));
}

/// The memory pieces of a multipart body as one text; a file is "<file>".
std::string form_of(const Request& request) {
  std::string form;
  const auto body = body_of(request);
  for (const http::Body::Piece& piece : body->pieces) {
    const auto* memory = std::get_if<http::SharedBytes>(&piece);
    form += memory ? **memory : "<file>";
  }
  return form;
}

TEST(RequestBody, WithoutAttributesThereIsNone) {
  EXPECT_EQ(body_of(request("agents.list")), nullptr);
  EXPECT_EQ(body_of(request("agents.create")), nullptr);
}

TEST(RequestBody, AttributesOfEveryKindBecomeOneJsonApiDocument) {
  Request create = request("clients.create");
  EXPECT_TRUE(ok(create.set_attribute("first_name", "Jane \"JJ\" O\\Hara\n\xC3\xA9")));
  EXPECT_TRUE(ok(create.set_attribute_bool("vip", true)));
  EXPECT_TRUE(ok(create.set_attribute_bool("blocked", false)));
  EXPECT_TRUE(ok(create.set_attribute_int64("largest", INT64_MAX)));
  EXPECT_TRUE(ok(create.set_attribute_int64("smallest", INT64_MIN)));
  EXPECT_TRUE(ok(create.set_attribute_null("notes")));
  EXPECT_TRUE(ok(create.set_raw_attribute("custom", R"( {"a":[1,2.50,null,"x\u00e9"]} )")));
  EXPECT_EQ(json_of(create), (Json{{"data",
                                    {{"type", "contact"},
                                     {"attributes",
                                      {{"first_name", "Jane \"JJ\" O\\Hara\n\xC3\xA9"},
                                       {"vip", true},
                                       {"blocked", false},
                                       {"largest", INT64_MAX},
                                       {"smallest", INT64_MIN},
                                       {"notes", nullptr},
                                       {"custom", {{"a", {1, 2.5, nullptr, "x\xC3\xA9"}}}}}}}}}));
  EXPECT_EQ(body_of(create)->content_type, "application/json");
}

TEST(RequestBody, AttributeNamesAreEscaped) {
  Request create = request("clients.create");
  EXPECT_TRUE(ok(create.set_attribute("a\"b\\", "1")));
  EXPECT_EQ(json_of(create)["data"]["attributes"], (Json{{"a\"b\\", "1"}}));
}

TEST(RequestBody, SettingAgainReplacesWhateverTheKind) {
  Request create = request("clients.create");
  EXPECT_TRUE(ok(create.set_attribute("notes", "text")));
  EXPECT_TRUE(ok(create.set_attribute_int64("notes", 5)));
  EXPECT_EQ(json_of(create)["data"]["attributes"], (Json{{"notes", 5}}));
}

TEST(RequestBody, ARawRequestHasAttributesWithoutAType) {
  Request raw = Request::raw("PATCH", "/v2/new_things/1").value;
  EXPECT_TRUE(ok(raw.set_attribute("name", "x")));
  EXPECT_EQ(json_of(raw), (Json{{"data", {{"attributes", {{"name", "x"}}}}}}));
}

TEST(RequestBody, RequestsWithoutABodyTakeNoAttributes) {
  EXPECT_TRUE(refused(request("agents.list").set_attribute("first_name", "Jane")));
  EXPECT_TRUE(refused(request("agents.get").set_attribute_null("first_name")));
  EXPECT_TRUE(refused(request("agents.list").set_file_bytes("image", "x", "x.png")));
  Request get = Request::raw("GET", "/v2").value;
  EXPECT_TRUE(refused(get.set_attribute_bool("a", true)));
}

TEST(RequestBody, NamesAndValuesThatAreNoUtf8AreRefusedWithoutBeingRepeated) {
  Request create = request("clients.create");
  const ErrorPtr error = create.set_attribute("first_name", "Jane\xC3");
  ASSERT_TRUE(refused(error));
  EXPECT_EQ(error->message.find("Jane"), std::string::npos) << error->message;
  EXPECT_TRUE(refused(create.set_attribute("\xFF", "x")));
  EXPECT_TRUE(refused(create.set_attribute("", "x")));
  EXPECT_TRUE(refused(create.set_raw_attribute("a", "\"\xFF\"")));
}

TEST(RequestBody, ARawAttributeIsOneJsonValue) {
  Request create = request("clients.create");
  for (const std::string bad : {"", " ", "{", "[1,]", "1 2", "\"a", "nul", "a", "{\"a\":1}}", "\"a\nb\""}) {
    EXPECT_TRUE(refused(create.set_raw_attribute("a", bad))) << bad;
  }
  for (const std::string good : {"1", "\"a\"", "null", "true", "-1.5e3", "[]", "{\"a\":{}}"}) {
    EXPECT_TRUE(ok(create.set_raw_attribute("a", good))) << good;
  }
}

TEST(RequestBody, ARawAttributeWithABrokenNumberOrEscapeIsRefused) {
  Request create = request("clients.create");
  for (const std::string bad : {"01", "1.", "-", "[1e]", "1\"a\"", R"("\x")", R"({"\q":1})", R"(["\u12"])"}) {
    ASSERT_FALSE(Json::accept(bad)) << bad;
    EXPECT_TRUE(refused(create.set_raw_attribute("a", bad))) << bad;
  }
}

TEST(RequestBody, ARawNumberOfAnyLengthIsSentAsItIs) {
  Request create = request("clients.create");
  EXPECT_TRUE(ok(create.set_raw_attribute("a", "123456789012345678901234567890.50")));
  EXPECT_NE(form_of(create).find("\"a\":123456789012345678901234567890.50}"), std::string::npos);
}

TEST(RequestBody, AFileMakesTheBodyMultipart) {
  const TemporaryFolder folder;
  Request upload = request("attachments.upload");
  EXPECT_TRUE(ok(upload.set_attribute("inspection_id", "7\n8")));
  EXPECT_TRUE(ok(upload.set_attribute_bool("report", true)));
  EXPECT_TRUE(ok(upload.set_attribute_null("description")));
  EXPECT_TRUE(ok(upload.set_file("file", folder.write("Radon.PDF", "12345"), "")));
  const auto body = body_of(upload);
  ASSERT_TRUE(body->content_type.starts_with("multipart/form-data; boundary="));
  const std::string boundary = "--" + body->content_type.substr(body->content_type.find('=') + 1);
  const std::string field = boundary + "\r\nContent-Disposition: form-data; name=\"data[attributes]";
  EXPECT_EQ(form_of(upload), field + "[inspection_id]\"\r\n\r\n7\n8\r\n" + field + "[report]\"\r\n\r\ntrue\r\n" +
                                 field + "[description]\"\r\n\r\n\r\n" + field +
                                 "[file]\"; filename=\"Radon.PDF\"\r\nContent-Type: application/pdf\r\n\r\n<file>\r\n" +
                                 boundary + "--\r\n");
  EXPECT_TRUE(upload.has_file());
}

TEST(RequestBody, AFileCanBeGivenAnotherName) {
  const TemporaryFolder folder;
  Request upload = request("attachments.upload");
  EXPECT_TRUE(ok(upload.set_file("file", folder.write("tmp8123", "12345"), "Radon report.pdf")));
  EXPECT_NE(form_of(upload).find("filename=\"Radon report.pdf\"\r\nContent-Type: application/pdf"), std::string::npos);
}

TEST(RequestBody, ContentInMemoryIsAFileToo) {
  const std::string content("a\0b", 3);
  Request upload = request("attachments.upload");
  EXPECT_TRUE(ok(upload.set_file_bytes("file", content, "x.txt")));
  const std::string part = "filename=\"x.txt\"\r\nContent-Type: text/plain\r\n\r\n" + content + "\r\n--";
  EXPECT_NE(form_of(upload).find(part), std::string::npos);
  EXPECT_TRUE(refused(upload.set_file_bytes("file", "abc", "")));
}

TEST(RequestBody, SettingAFileAgainReplacesIt) {
  Request upload = request("attachments.upload");
  EXPECT_TRUE(ok(upload.set_file_bytes("file", "one", "1.txt")));
  EXPECT_TRUE(ok(upload.set_file_bytes("file", "two", "2.txt")));
  EXPECT_EQ(form_of(upload).find("1.txt"), std::string::npos);
  EXPECT_NE(form_of(upload).find("2.txt"), std::string::npos);
}

TEST(RequestBody, FilesAreHeldToTheDocumentedEndings) {
  Request upload = request("attachments.upload");
  for (const char* good : {"a.pdf", "a.PDF", "a.b.JpEg", "a.xlsx", ".zip"}) {
    EXPECT_TRUE(ok(upload.set_file_bytes("file", "x", good))) << good;
  }
  for (const char* bad : {"a.exe", "a", "a.", "pdf", "a.pdf.exe", "a.pdf "}) {
    const ErrorPtr error = upload.set_file_bytes("file", "x", bad);
    ASSERT_TRUE(refused(error)) << bad;
    EXPECT_NE(error->message.find("pptx"), std::string::npos) << error->message;
  }
}

TEST(RequestBody, AnEndingThatIsTooLongForOneIsNotRepeated) {
  Request upload = request("attachments.upload");
  const ErrorPtr named = upload.set_file_bytes("file", "x", "a.torrent");
  EXPECT_NE(named->message.find("end in \".torrent\""), std::string::npos) << named->message;
  const ErrorPtr error = upload.set_file_bytes("file", "x", "Report no.5 of Jane Doe " + std::string(5'000, 'x'));
  ASSERT_TRUE(refused(error));
  EXPECT_EQ(error->message.find("jane"), std::string::npos) << error->message;
  EXPECT_LT(error->message.size(), 300u) << error->message;
}

TEST(RequestBody, AnAttributeThatIsNoFileTakesNone) {
  EXPECT_TRUE(refused(request("attachments.upload").set_file_bytes("name", "x", "x.pdf")));
  EXPECT_TRUE(refused(request("attachments.upload").set_file_bytes("nonsense", "x", "x.pdf")));
}

TEST(RequestBody, AFileThatCanNotBeOpenedIsAFileErrorAtOnce) {
  const TemporaryFolder folder;
  const ErrorPtr missing = request("attachments.upload").set_file("file", folder.path("missing.pdf"), "");
  ASSERT_NE(missing, nullptr);
  EXPECT_EQ(missing->status, Status::file_failed);
  EXPECT_TRUE(refused(request("attachments.upload").set_file("file", "", "")));
  EXPECT_TRUE(refused(request("attachments.upload").set_file("file", std::string_view("/tmp/a\0b", 8), "")));
}

TEST(RequestBody, MissingRequiredAttributesAreNamedBeforeAnythingIsSent) {
  Request upload = request("attachments.upload");
  EXPECT_NE(upload.check_complete()->message.find("needs the attribute inspection_id"), std::string::npos);
  EXPECT_TRUE(ok(upload.set_attribute("inspection_id", "7")));
  EXPECT_NE(upload.check_complete()->message.find("needs the attribute file"), std::string::npos);
  EXPECT_TRUE(ok(upload.set_file_bytes("file", "x", "x.pdf")));
  EXPECT_TRUE(ok(upload.check_complete()));
}

TEST(RequestBody, UnknownAttributesAreSentAsTheyAre) {
  Request update = request("clients.update");
  EXPECT_TRUE(ok(update.set_attribute("brand_new", "x")));
  EXPECT_EQ(json_of(update)["data"]["attributes"], (Json{{"brand_new", "x"}}));
}

TEST(RequestBody, WhatALogMayShowAreNamesOnly) {
  Request upload = request("attachments.upload");
  EXPECT_TRUE(ok(upload.set_attribute("description", "Jane Doe, 555-0123")));
  EXPECT_TRUE(ok(upload.set_file_bytes("file", "x", "Doe.pdf")));
  EXPECT_EQ(upload.names_for_log(), "description, file");
}

}  // namespace
}  // namespace spectrakit::tests
