#ifndef SPECTRAKIT_TESTS_SANDBOX_SANDBOX_TEST_H
#define SPECTRAKIT_TESTS_SANDBOX_SANDBOX_TEST_H

#include <gtest/gtest.h>
#include <httplib.h>

#include <nlohmann/json.hpp>
#include <string>

#include "support/sandbox_process.h"

namespace spectrakit::tests {

using Json = nlohmann::json;

struct Answer {
  int status = 0;
  httplib::Headers headers;
  std::string body;

  Json json() const { return Json::parse(body); }
  std::string header(const std::string& name) const;
};

/// Status 0 when none came.
Answer to_answer(const httplib::Result& result);

/// A test with a sandbox of its own, and an HTTP client that is none of ours.
class SandboxTest : public testing::Test {
 protected:
  /// However a test ends, the sandbox must end well.
  ~SandboxTest() override { EXPECT_EQ(sandbox_.stop(), 0); }

  httplib::Client make_client() const;
  /// The answer to a GET with the key; status 0 when none came.
  Answer get(const std::string& path) const;
  Answer get(const std::string& path, const httplib::Headers& headers) const;
  Answer send(const std::string& method, const std::string& path) const;
  /// Uploads with the fields as given; a file part only when `file_name` is not empty.
  Answer upload(const std::map<std::string, std::string>& attributes, const std::string& file_name,
                const std::string& bytes) const;
  /// The status of an admin call whose body may be anything.
  int admin_status(const std::string& method, const std::string& path, const std::string& body = {}) const;
  int64_t attachment_count(const std::string& inspection_id) const;
  /// A GET with the key as it goes over the wire.
  std::string raw_get(const std::string& path) const;

  SandboxProcess sandbox_;
};

}  // namespace spectrakit::tests

#endif
