#ifndef LAB_UPLOADER_SIDECAR_H
#define LAB_UPLOADER_SIDECAR_H

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace lab_uploader {

/** What a laboratory wrote about a report in `<file>.json`. What it left out is not set. */
struct Sidecar {
  std::optional<std::string> inspection_id;
  std::optional<std::string> name;
  std::optional<std::string> description;
  std::optional<std::string> attachment_type;
  std::optional<bool> report;
  std::optional<bool> internal_only;
};

/** Why something can not be used, as a sentence for people. */
struct Problem {
  std::string text;
};

/** Whether `text` is an id as the service writes them: a positive decimal number without a leading zero. */
bool is_inspection_id(std::string_view text);

/** Reads a sidecar strictly: an unknown key or a wrong type may be a slip that sends a report to the wrong house. */
std::variant<Sidecar, Problem> read_sidecar(const std::filesystem::path& path);

/** The id that a file name gives as `insp-<id>`; nothing when it gives none. */
std::variant<std::optional<std::string>, Problem> inspection_id_in_name(const std::string& file_name);

}  // namespace lab_uploader

#endif
