#ifndef LAB_UPLOADER_REPORT_FOLDER_H
#define LAB_UPLOADER_REPORT_FOLDER_H

#include <filesystem>
#include <string>
#include <vector>

namespace lab_uploader {

/** A finished report that waits in the folder. */
struct Report {
  std::filesystem::path path;

  std::string file_name() const { return path.filename().string(); }
  /** Where its sidecar stands, if it has one. */
  std::filesystem::path sidecar_path() const { return path.string() + ".json"; }
  /** Where its reason file stands, if it has one. */
  std::filesystem::path reason_path() const { return path.string() + ".reason.txt"; }
};

/**
 * The folder into which a laboratory puts reports. It is also the program's memory: a report whose sending began and
 * is not known to have ended has a reason file that says so, and such a report is never sent again by itself.
 * File system errors are thrown as std::system_error.
 */
class ReportFolder {
 public:
  /** Throws std::runtime_error when another process works in the folder. */
  explicit ReportFolder(std::filesystem::path path);
  ~ReportFolder();
  ReportFolder(const ReportFolder&) = delete;
  ReportFolder& operator=(const ReportFolder&) = delete;

  /** The reports directly in the folder, by name. Hidden, partial and other files are left alone. */
  std::vector<Report> waiting_reports() const;
  /** Makes sure that sent/ exists, so that a report that was attached can leave. */
  void prepare_sent_folder() const;

  /** Whether an earlier run began to send the report and left no certainty about how that ended. */
  bool is_unclear(const Report& report) const;
  /** Writes, safe on disk, that the report may be attached already. `text` says how to find out. */
  void write_unclear(const Report& report, const std::string& text) const;
  /** Writes why the report was not attached and what to do. */
  void write_reason(const Report& report, const std::string& text) const;
  void remove_reason(const Report& report) const;

  /** Moves the report and its sidecar to sent/, under a number of their own when the name is taken there. */
  void move_to_sent(const Report& report) const;

 private:
  std::filesystem::path path_;
  int lock_descriptor_ = -1;
};

}  // namespace lab_uploader

#endif
