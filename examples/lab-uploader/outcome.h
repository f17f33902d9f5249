#ifndef LAB_UPLOADER_OUTCOME_H
#define LAB_UPLOADER_OUTCOME_H

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

namespace lab_uploader {

enum class OutcomeState {
  kSent,     /**< Attached, with an id that the service gave. */
  kReady,    /**< A dry run found nothing against sending it. */
  kReview,   /**< Not attached; a person has to look at the reason. */
  kUnclear,  /**< It may be attached; a person has to look there. */
  kNotTried, /**< The run stopped before it; the next run takes it up. */
};

/** What became of one report. Holds ids only, nothing about clients. */
struct Outcome {
  std::string file;
  std::string inspection_id;
  std::string attachment_id;
  OutcomeState state;
  std::string reason;
};

bool needs_person(const Outcome& outcome);

/** Prints a table for people and a line that counts. */
void print_outcomes(std::ostream& out, const std::vector<Outcome>& outcomes);

/** Writes a JSON array for programs. Throws std::runtime_error when the file can not be written. */
void write_json_report(const std::filesystem::path& path, const std::vector<Outcome>& outcomes);

}  // namespace lab_uploader

#endif
