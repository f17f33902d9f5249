#include "sandbox/file_types.h"

#include <httplib.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace spectrakit::sandbox {
namespace {

struct FileType {
  std::string_view extension;
  std::string_view content_type;
};

// The kinds that the service documents: "jpg, jpeg, png, gif, pdf, zip, txt, mp3, Word, Excel, and PowerPoint".
constexpr std::array kFileTypes = {
    FileType{"jpg", "image/jpeg"},
    FileType{"jpeg", "image/jpeg"},
    FileType{"png", "image/png"},
    FileType{"gif", "image/gif"},
    FileType{"pdf", "application/pdf"},
    FileType{"zip", "application/zip"},
    FileType{"txt", "text/plain"},
    FileType{"mp3", "audio/mpeg"},
    FileType{"doc", "application/msword"},
    FileType{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    FileType{"xls", "application/vnd.ms-excel"},
    FileType{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    FileType{"ppt", "application/vnd.ms-powerpoint"},
    FileType{"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
};

}  // namespace

std::string served_path(const std::string& digest, const std::string& file_name) {
  return "/files/" + digest + "/" + httplib::detail::encode_query_param(file_name);
}

std::string attachment_content_type(std::string_view file_name) {
  const size_t dot = file_name.rfind('.');
  if (dot == std::string_view::npos) return {};
  std::string extension(file_name.substr(dot + 1));
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto found = std::find_if(kFileTypes.begin(), kFileTypes.end(),
                                  [&](const FileType& type) { return type.extension == extension; });
  return found == kFileTypes.end() ? std::string() : std::string(found->content_type);
}

std::string image_content_type(std::string_view file_name) {
  const std::string content_type = attachment_content_type(file_name);
  return content_type.starts_with("image/") ? content_type : std::string();
}

}  // namespace spectrakit::sandbox
