#include "tool_test.h"

namespace spectrakit::tests {

namespace {

constexpr std::size_t kTerminalColumns = 60;

std::size_t character_count(const std::string& text) {
  std::size_t count = 0;
  for (const char byte : text) count += (static_cast<unsigned char>(byte) & 0xC0) != 0x80 && byte != '\r' ? 1 : 0;
  return count;
}

}  // namespace

class TerminalOutputTest : public ToolTest {};

TEST_F(TerminalOutputTest, ATableFitsTheTerminalOfThePersonWhoWatches) {
  ChildOptions options = child_options();
  options.out_is_terminal = true;
  const ChildResult result = run_child(cli_command({"inspections", "list", "--limit", "300"}), options);
  ASSERT_EQ(result.exit_status, 0) << result.err;
  const auto lines = lines_of(result.out);
  ASSERT_EQ(lines.size(), 301u);
  for (const std::string& line : lines) EXPECT_LE(character_count(line), kTerminalColumns) << line;
}

TEST_F(TerminalOutputTest, ATableIsNotCutInAPipe) {
  const ChildResult result = run_cli({"inspections", "list", "--limit", "300"});
  ASSERT_EQ(result.exit_status, 0) << result.err;
  const auto lines = lines_of(result.out);
  ASSERT_EQ(lines.size(), 301u);
  EXPECT_EQ(lines.front().rfind("ID", 0), 0u);
  EXPECT_GT(character_count(lines.front()), kTerminalColumns);
  EXPECT_EQ(result.out.find("…"), std::string::npos);
}

TEST_F(TerminalOutputTest, OnlyAPersonSeesTheProgressOfAnUpload) {
  const auto report = write_file("report.pdf", "%PDF-1.4 " + std::string(3'000'000, 'x'));
  const std::vector<std::string> upload =
      cli_command({"attachments", "upload", "--inspection", kInspection, report.string()});
  ChildOptions options = child_options();
  EXPECT_EQ(run_child(upload, options).err, "");
  options.err_is_terminal = true;
  const ChildResult watched = run_child(upload, options);
  EXPECT_EQ(watched.exit_status, 0) << watched.err;
  EXPECT_NE(watched.err.find(" of 3.0 MB"), std::string::npos) << watched.err;
}

TEST_F(TerminalOutputTest, OnlyAPersonSeesTheProgressOfALongListThatGoesElsewhere) {
  const std::vector<std::string> list = cli_command({"inspections", "list", "--ndjson"});
  ChildOptions options = child_options();
  EXPECT_EQ(run_child(list, options).err, "");
  options.err_is_terminal = true;
  const ChildResult watched = run_child(list, options);
  EXPECT_NE(watched.err.find("] "), std::string::npos) << watched.err;
  EXPECT_NE(watched.err.find(" of 2000"), std::string::npos) << watched.err;
  options.out_is_terminal = true;
  EXPECT_EQ(run_child(list, options).err, "");
}

TEST_F(TerminalOutputTest, AHelpTextFitsTheTerminal) {
  ChildOptions options = child_options();
  options.out_is_terminal = true;
  const ChildResult result = run_child(cli_command({"attachments", "upload", "--help"}), options);
  EXPECT_EQ(result.exit_status, 0);
  for (const std::string& line : lines_of(result.out)) {
    const bool is_example = line.rfind("  spectrakit ", 0) == 0 || line.rfind("spectrakit --help", 0) == 0;
    const bool is_summary = line.rfind("Attaches", 0) == 0;
    EXPECT_TRUE(is_example || is_summary || character_count(line) <= kTerminalColumns) << line;
  }
}

}  // namespace spectrakit::tests
