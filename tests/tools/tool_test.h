#ifndef SPECTRAKIT_TESTS_TOOLS_TOOL_TEST_H
#define SPECTRAKIT_TESTS_TOOLS_TOOL_TEST_H

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "child_process.h"
#include "support/sandbox_process.h"

namespace spectrakit::tests {

/** The inspections of the sandbox's company that these tests use. */
inline constexpr const char* kInspection = "10000001";
inline constexpr const char* kOtherInspection = "10000002";
inline constexpr const char* kCanceledInspection = "10000007";
inline constexpr const char* kMissingInspection = "99999999";

/** A test with a sandbox, a temporary folder, and the tools set up to talk to that sandbox. */
class ToolTest : public testing::Test {
 protected:
  ToolTest();
  ~ToolTest() override;

  /** The environment that points a tool at the sandbox. */
  ChildOptions child_options() const;
  ChildResult run_cli(std::vector<std::string> arguments) const;
  static std::vector<std::string> cli_command(std::vector<std::string> arguments);

  /** Writes a file below the test's folder, with the folders that it needs. */
  std::filesystem::path write_file(const std::filesystem::path& relative_path, const std::string& text) const;
  std::string read_file(const std::filesystem::path& relative_path) const;

  /** The body of a page as the sandbox sends it, fetched without any of our code. */
  std::string fetch(const std::string& path_and_query) const;
  /** How many requests the sandbox received with this method; any method when empty. */
  std::size_t request_count(const std::string& method = "");
  /** How many attachments the inspection has. */
  std::size_t attachment_count(const std::string& inspection_id) const;

  SandboxProcess sandbox_;
  std::filesystem::path folder_;
};

/** A service address where nobody listens. */
std::string dead_url();

std::vector<std::string> lines_of(const std::string& text);

}  // namespace spectrakit::tests

#endif
