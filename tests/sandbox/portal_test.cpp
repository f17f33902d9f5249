#include "sandbox_test.h"

namespace spectrakit::tests {
namespace {

class SandboxPortal : public SandboxTest {
 protected:
  Answer get_without_key(const std::string& path) const { return get(path, httplib::Headers{}); }
};

/// The addresses in the attributes and imports of a page or script that begin with a slash.
std::vector<std::string> own_addresses(const std::string& text) {
  std::vector<std::string> addresses;
  for (size_t start = text.find("\"/p"); start != std::string::npos; start = text.find("\"/p", start + 1)) {
    addresses.push_back(text.substr(start + 1, text.find('"', start + 1) - start - 1));
  }
  return addresses;
}

TEST_F(SandboxPortal, ServesThePageAndEverythingThatItLoads) {
  const Answer page = get_without_key("/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  std::map<std::string, Answer> files;
  std::vector<std::string> to_load = own_addresses(page.body);
  while (!to_load.empty()) {
    const std::string path = to_load.back();
    to_load.pop_back();
    if (files.contains(path)) continue;
    const Answer& file = files[path] = get_without_key(path);
    EXPECT_EQ(file.status, 200) << path;
    EXPECT_FALSE(file.body.empty()) << path;
    if (!path.ends_with(".js")) continue;
    EXPECT_EQ(file.header("Content-Type"), "text/javascript; charset=utf-8") << path;
    for (const std::string& imported : own_addresses(file.body)) to_load.push_back(imported);
  }
  EXPECT_EQ(files.at("/portal.css").header("Content-Type"), "text/css; charset=utf-8");
  EXPECT_EQ(files.at("/portal.svg").header("Content-Type"), "image/svg+xml");
  EXPECT_TRUE(files.contains("/portal/data.js"));
}

TEST_F(SandboxPortal, LetsThePageLoadNothingFromElsewhereAndBeKeptByNobody) {
  for (const char* path : {"/", "/portal.js", "/portal.css", "/openapi.json"}) {
    const Answer answer = get_without_key(path);
    EXPECT_TRUE(answer.header("Content-Security-Policy").starts_with("default-src 'self';")) << path;
    EXPECT_EQ(answer.header("Content-Security-Policy").find("unsafe"), std::string::npos) << path;
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff") << path;
    EXPECT_EQ(answer.header("Cache-Control"), "no-store") << path;
  }
}

TEST_F(SandboxPortal, ServesBothDocumentsAsJson) {
  const Answer service = get_without_key("/openapi.json");
  EXPECT_EQ(service.header("Content-Type"), "application/json");
  EXPECT_TRUE(service.json().at("paths").at("/v2/inspection_attachments").contains("post"));
  EXPECT_EQ(service.json().at("servers").at(0).at("url"), "/");
  const Answer own = get_without_key("/_sandbox/openapi.json");
  EXPECT_EQ(own.header("Content-Type"), "application/json");
  EXPECT_TRUE(own.json().at("paths").at("/_sandbox/faults").contains("post"));
}

TEST_F(SandboxPortal, IsSparedFaultsAndStandsInNoLog) {
  sandbox_.add_fault({{"times", 0}, {"action", {{"status", 503}}}});
  for (const char* path : {"/", "/portal.js", "/portal/data.js", "/openapi.json"}) {
    EXPECT_EQ(get_without_key(path).status, 200) << path;
  }
  EXPECT_EQ(sandbox_.requests().size(), 0);
  EXPECT_EQ(get("/portal/").status, 503);
  EXPECT_EQ(sandbox_.requests().size(), 1);
}

}  // namespace
}  // namespace spectrakit::tests
