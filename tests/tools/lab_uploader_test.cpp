#include <signal.h>

#include <thread>

#include "tool_test.h"

namespace spectrakit::tests {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr const char* kReportText = "%PDF-1.4 a laboratory's report\n%%EOF\n";

json sidecar(const std::string& inspection_id) {
  return {{"inspection_id", inspection_id}};
}

}  // namespace

class LabUploaderTest : public ToolTest {
 protected:
  LabUploaderTest() { fs::create_directory(folder_ / "reports"); }

  std::vector<std::string> command(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {LAB_UPLOADER_PATH, (folder_ / "reports").string(), "--json-report",
                                          (folder_ / "outcomes.json").string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  ChildResult run_uploader(const std::vector<std::string>& more = {}) const {
    return run_child(command(more), child_options());
  }
  void put_report(const std::string& name, const json& sidecar_members = nullptr) const {
    write_file("reports/" + name, kReportText);
    if (!sidecar_members.is_null()) write_file("reports/" + name + ".json", sidecar_members.dump());
  }
  bool is_in_folder(const std::string& name) const { return fs::exists(folder_ / "reports" / name); }
  std::string reason_of(const std::string& name) const { return read_file("reports/" + name + ".reason.txt"); }
  json outcomes() const { return json::parse(read_file("outcomes.json")); }

  /** Runs once and expects that the one report stays, unsent, with a reason that contains `word`. */
  void expect_review(const std::string& name, const std::string& word) {
    const ChildResult result = run_uploader();
    EXPECT_EQ(result.exit_status, 6) << result.out << result.err;
    EXPECT_TRUE(is_in_folder(name));
    EXPECT_NE(reason_of(name).find(word), std::string::npos) << reason_of(name);
    EXPECT_NE(reason_of(name).find("What to do:"), std::string::npos) << reason_of(name);
    EXPECT_EQ(outcomes()[0]["state"], "review");
    EXPECT_EQ(request_count("POST"), 0u);
  }
};

TEST_F(LabUploaderTest, ReportsGoToTheInspectionsThatTheirSidecarOrNameGives) {
  put_report("radon-7.pdf", {{"inspection_id", kInspection},
                             {"name", "Radon test"},
                             {"description", "Two canisters"},
                             {"attachment_type", "other"},
                             {"report", false},
                             {"internal_only", true}});
  put_report("insp-10000002-water.PDF");
  const ChildResult result = run_uploader();
  EXPECT_EQ(result.exit_status, 0) << result.out << result.err;
  EXPECT_EQ(result.err, "");
  EXPECT_FALSE(is_in_folder("radon-7.pdf"));
  EXPECT_TRUE(is_in_folder("sent/radon-7.pdf"));
  EXPECT_TRUE(is_in_folder("sent/radon-7.pdf.json"));
  EXPECT_TRUE(is_in_folder("sent/insp-10000002-water.PDF"));
  const json listed = json::parse(
      run_cli({"attachments", "list", "--inspection", kInspection, "--sort", "-created_at", "--limit", "1", "--json"})
          .out);
  const json& attributes = listed[0]["attributes"];
  EXPECT_EQ(attributes["name"], "Radon test");
  EXPECT_EQ(attributes["description"], "Two canisters");
  EXPECT_EQ(attributes["attachment_type"], "other");
  EXPECT_EQ(attributes["report"], false);
  EXPECT_EQ(attributes["internal_only"], true);
  EXPECT_EQ(outcomes()[1]["attachment_id"], listed[0]["id"]);
}

TEST_F(LabUploaderTest, ASecondRunSendsNothing) {
  put_report("insp-10000001.pdf");
  EXPECT_EQ(run_uploader().exit_status, 0);
  const ChildResult second = run_uploader();
  EXPECT_EQ(second.exit_status, 0);
  EXPECT_EQ(second.out, "no report waits\n");
  EXPECT_EQ(request_count("POST"), 1u);
}

TEST_F(LabUploaderTest, AMissingInspectionNeedsAPerson) {
  put_report("radon.pdf", sidecar(kMissingInspection));
  expect_review("radon.pdf", kMissingInspection);
}

TEST_F(LabUploaderTest, ACanceledInspectionNeedsAPerson) {
  put_report("radon.pdf", sidecar(kCanceledInspection));
  expect_review("radon.pdf", "canceled");
}

TEST_F(LabUploaderTest, ANameThatContradictsTheSidecarNeedsAPerson) {
  put_report("insp-10000002.pdf", sidecar(kInspection));
  expect_review("insp-10000002.pdf", kOtherInspection);
  EXPECT_EQ(request_count("GET"), 0u);
}

TEST_F(LabUploaderTest, ANameThatGivesTwoInspectionsNeedsAPerson) {
  put_report("insp-10000001-insp-10000002.pdf");
  expect_review("insp-10000001-insp-10000002.pdf", "two inspections");
}

TEST_F(LabUploaderTest, AReportThatNamesNoInspectionNeedsAPerson) {
  put_report("radon.pdf");
  expect_review("radon.pdf", "names no inspection");
}

TEST_F(LabUploaderTest, AnEmptyReportNeedsAPerson) {
  write_file("reports/insp-10000001.pdf", "");
  expect_review("insp-10000001.pdf", "empty");
}

TEST_F(LabUploaderTest, ASidecarWithASlipIsRefusedWithTheReason) {
  const std::vector<std::pair<std::string, std::string>> slips = {
      {R"({"inspection_id":"10000001","adress":"x"})", "\"adress\" is not known"},
      {R"({"inspection_id":10000001})", "\"inspection_id\" must be a text"},
      {R"({"inspection_id":"0010000001"})", "must be the inspection's number"},
      {R"({"inspection_id":"10000001","report":"true"})", "\"report\" must be true or false"},
      {R"({"inspection_id":"10000002","inspection_id":"10000001"})", "twice"},
      {R"(["10000001"])", "one JSON object"},
      {R"({"inspection_id":"10000001")", "no valid JSON"},
  };
  for (const auto& [text, reason] : slips) {
    put_report("radon.pdf");
    write_file("reports/radon.pdf.json", text);
    expect_review("radon.pdf", reason);
  }
  EXPECT_EQ(request_count(), 0u);
}

TEST_F(LabUploaderTest, ACorrectedReportIsSentAndItsReasonRemoved) {
  put_report("radon.pdf", sidecar(kCanceledInspection));
  EXPECT_EQ(run_uploader().exit_status, 6);
  put_report("radon.pdf", sidecar(kInspection));
  EXPECT_EQ(run_uploader().exit_status, 0);
  EXPECT_TRUE(is_in_folder("sent/radon.pdf"));
  EXPECT_FALSE(is_in_folder("radon.pdf.reason.txt"));
}

TEST_F(LabUploaderTest, AReportInSentIsNeverOverwritten) {
  write_file("reports/sent/radon.pdf", "an earlier report");
  write_file("reports/sent/radon (2).pdf.json", "an earlier sidecar");
  put_report("radon.pdf", sidecar(kInspection));
  EXPECT_EQ(run_uploader().exit_status, 0);
  EXPECT_EQ(read_file("reports/sent/radon.pdf"), "an earlier report");
  EXPECT_EQ(read_file("reports/sent/radon (2).pdf.json"), "an earlier sidecar");
  EXPECT_EQ(read_file("reports/sent/radon (3).pdf"), kReportText);
  EXPECT_EQ(json::parse(read_file("reports/sent/radon (3).pdf.json")), sidecar(kInspection));
}

TEST_F(LabUploaderTest, AReportWhoseAnswerWasLostIsNeverSentAgainByItself) {
  put_report("insp-10000001.pdf");
  sandbox_.add_fault({{"match", {{"method", "POST"}}}, {"action", {{"lose_answer", true}}}});
  EXPECT_EQ(run_uploader().exit_status, 6);
  EXPECT_EQ(outcomes()[0]["state"], "unclear");
  EXPECT_EQ(reason_of("insp-10000001.pdf").rfind("This report may already be attached.\n", 0), 0u);
  EXPECT_EQ(run_uploader().exit_status, 6);
  EXPECT_EQ(outcomes()[0]["state"], "unclear");
  EXPECT_TRUE(is_in_folder("insp-10000001.pdf"));
  EXPECT_EQ(request_count("POST"), 1u);

  fs::remove(folder_ / "reports/insp-10000001.pdf.reason.txt");
  EXPECT_EQ(run_uploader().exit_status, 0);
  EXPECT_EQ(request_count("POST"), 2u);
}

TEST_F(LabUploaderTest, AReportThatWasBeingSentWhenTheProgramWasKilledIsUnclear) {
  put_report("insp-10000001.pdf");
  sandbox_.add_fault({{"match", {{"method", "POST"}}}, {"action", {{"hold", true}}}});
  ChildProcess child(command(), child_options());
  while (request_count("POST") == 0) std::this_thread::yield();
  child.send_signal(SIGKILL);
  EXPECT_EQ(child.wait().exit_status, 128 + SIGKILL);
  EXPECT_EQ(run_uploader().exit_status, 6);
  EXPECT_EQ(outcomes()[0]["state"], "unclear");
  EXPECT_EQ(request_count("POST"), 1u);
}

TEST_F(LabUploaderTest, AWrongKeyStopsTheRunAndLeavesEveryFileUntouched) {
  put_report("insp-10000001.pdf");
  put_report("insp-10000002.pdf");
  ChildOptions options = child_options();
  options.environment["SPECTORA_API_KEY"] = "wrong-key-4711";
  const ChildResult result = run_child(command(), options);
  EXPECT_EQ(result.exit_status, 3);
  EXPECT_EQ(lines_of(result.err).size(), 1u) << result.err;
  EXPECT_EQ((result.out + result.err + read_file("outcomes.json")).find("wrong-key"), std::string::npos);
  EXPECT_EQ(request_count(), 1u);
  EXPECT_FALSE(is_in_folder("insp-10000001.pdf.reason.txt"));
  EXPECT_TRUE(is_in_folder("insp-10000001.pdf"));
  EXPECT_EQ(outcomes()[0]["state"], "not_tried");
  EXPECT_EQ(outcomes()[1]["state"], "not_tried");
}

TEST_F(LabUploaderTest, AnUploadThatTheKeyMayNotDoStopsTheRunAndLeavesNoReason) {
  put_report("insp-10000001.pdf");
  put_report("insp-10000002.pdf");
  sandbox_.add_fault({{"match", {{"method", "POST"}}}, {"times", 0}, {"action", {{"status", 403}}}});
  EXPECT_EQ(run_uploader().exit_status, 3);
  EXPECT_EQ(request_count("POST"), 1u);
  EXPECT_FALSE(is_in_folder("insp-10000001.pdf.reason.txt"));
  EXPECT_EQ(outcomes()[1]["state"], "not_tried");
}

TEST_F(LabUploaderTest, ANetworkThatIsDownStopsTheRun) {
  put_report("insp-10000001.pdf");
  const ChildResult result = run_uploader({"--base-url", dead_url()});
  EXPECT_EQ(result.exit_status, 4) << result.err;
  EXPECT_FALSE(is_in_folder("insp-10000001.pdf.reason.txt"));
}

TEST_F(LabUploaderTest, AReportThatTheServiceRefusesDoesNotHoldUpTheNext) {
  put_report("insp-10000001.pdf");
  put_report("insp-10000002.pdf");
  sandbox_.add_fault({{"match", {{"method", "POST"}}}, {"action", {{"status", 422}}}});
  EXPECT_EQ(run_uploader().exit_status, 6);
  EXPECT_EQ(outcomes()[0]["state"], "review");
  EXPECT_EQ(outcomes()[1]["state"], "sent");
}

TEST_F(LabUploaderTest, ADryRunSendsAndChangesNothing) {
  put_report("insp-10000001.pdf");
  put_report("radon.pdf", sidecar(kCanceledInspection));
  const ChildResult result = run_uploader({"--dry-run"});
  EXPECT_EQ(result.exit_status, 6);
  EXPECT_EQ(outcomes()[0]["state"], "ready");
  EXPECT_EQ(outcomes()[1]["state"], "review");
  EXPECT_EQ(request_count("POST"), 0u);
  EXPECT_FALSE(is_in_folder("radon.pdf.reason.txt"));
  EXPECT_FALSE(is_in_folder("sent"));
}

TEST_F(LabUploaderTest, HiddenPartialAndForeignFilesAreLeftAlone) {
  const std::vector<std::string> names = {
      ".insp-10000001.pdf",           "~insp-10000001.docx", "insp-10000001.pdf.part",      "insp-10000001.pdf.tmp",
      "insp-10000001.pdf.crdownload", "insp-10000001.mp4",   "insp-10000001.pdf.reason.txt"};
  for (const std::string& name : names) write_file("reports/" + name, kReportText);
  fs::create_directory(folder_ / "reports/insp-10000001-folder.pdf");
  fs::create_symlink(folder_ / "outcomes.json", folder_ / "reports/insp-10000001-link.pdf");
  EXPECT_EQ(run_uploader().exit_status, 0);
  for (const std::string& name : names) EXPECT_TRUE(is_in_folder(name)) << name;
  EXPECT_EQ(request_count(), 0u);
}

TEST_F(LabUploaderTest, AFolderThatIsNotThereIsAUsageError) {
  const ChildResult result = run_child({LAB_UPLOADER_PATH, (folder_ / "nowhere").string()}, child_options());
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_EQ(result.err.rfind("lab-uploader: ", 0), 0u) << result.err;
}

}  // namespace spectrakit::tests
