#include "report_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace lab_uploader {

namespace fs = std::filesystem;

namespace {

/** The file types that the service takes as attachments. */
constexpr std::array<std::string_view, 14> kReportEndings = {
    ".jpg", ".jpeg", ".png", ".gif", ".pdf", ".zip", ".txt", ".mp3", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx"};
constexpr std::string_view kReasonEnding = ".reason.txt";
/** The first line of the reason file of an unclear report; people read it, and so does is_unclear. */
constexpr std::string_view kUnclearHeading = "This report may already be attached.";

bool is_report_name(const std::string& name) {
  if (name.front() == '.' || name.front() == '~' || std::string_view(name).ends_with(kReasonEnding)) return false;
  std::string ending = fs::path(name).extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) { return std::tolower(c); });
  return std::find(kReportEndings.begin(), kReportEndings.end(), ending) != kReportEndings.end();
}

[[noreturn]] void throw_system_error(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

void write_to_disk(const fs::path& path, const std::string& text) {
  const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) throw_system_error(path.string());
  const bool is_written =
      write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(descriptor) == 0;
  const int failure = errno;
  close(descriptor);
  if (!is_written) throw std::system_error(failure, std::generic_category(), path.string());
}

/** False when `to` exists, which is never overwritten. */
bool move_unless_taken(const fs::path& from, const fs::path& to) {
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno == EEXIST) return false;
  if (errno != EINVAL) throw_system_error(from.string() + " to " + to.string());
  // Some network file systems can not do both in one step.
  if (fs::exists(fs::symlink_status(to))) return false;
  fs::rename(from, to);
  return true;
}

}  // namespace

ReportFolder::ReportFolder(fs::path path) : path_(std::move(path)) {
  lock_descriptor_ = open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock_descriptor_ < 0) throw_system_error(path_.string());
  // Two runs in one folder would each send what the other has under way. A file system without locks goes on without.
  if (flock(lock_descriptor_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    close(lock_descriptor_);
    throw std::runtime_error("another lab-uploader works in " + path_.string() + "; run this one when it has ended");
  }
}

ReportFolder::~ReportFolder() {
  close(lock_descriptor_);
}

std::vector<Report> ReportFolder::waiting_reports() const {
  std::vector<Report> reports;
  for (const fs::directory_entry& entry : fs::directory_iterator(path_)) {
    const bool is_plain_file = entry.symlink_status().type() == fs::file_type::regular;
    if (is_plain_file && is_report_name(entry.path().filename().string())) reports.push_back({entry.path()});
  }
  std::sort(reports.begin(), reports.end(), [](const Report& a, const Report& b) { return a.path < b.path; });
  return reports;
}

void ReportFolder::prepare_sent_folder() const {
  fs::create_directory(path_ / "sent");
}

bool ReportFolder::is_unclear(const Report& report) const {
  std::ifstream file(report.reason_path());
  std::string heading;
  return std::getline(file, heading) && heading == kUnclearHeading;
}

void ReportFolder::write_unclear(const Report& report, const std::string& text) const {
  write_to_disk(report.reason_path(), std::string(kUnclearHeading) + "\n" + text);
}

void ReportFolder::write_reason(const Report& report, const std::string& text) const {
  write_to_disk(report.reason_path(), "This report was not attached.\n" + text);
}

void ReportFolder::remove_reason(const Report& report) const {
  fs::remove(report.reason_path());
}

void ReportFolder::move_to_sent(const Report& report) const {
  const bool has_sidecar = fs::exists(report.sidecar_path());
  const std::string stem = report.path.stem().string();
  const std::string ending = report.path.extension().string();
  for (int number = 1;; ++number) {
    const std::string name = number == 1 ? stem + ending : stem + " (" + std::to_string(number) + ")" + ending;
    const Report sent{path_ / "sent" / name};
    // The report and its sidecar keep one name, also when only one of them finds it taken.
    if (fs::exists(fs::symlink_status(sent.sidecar_path()))) continue;
    if (!move_unless_taken(report.path, sent.path)) continue;
    if (has_sidecar) fs::rename(report.sidecar_path(), sent.sidecar_path());
    return;
  }
}

}  // namespace lab_uploader
