#include "http/multipart.h"

#include <array>

#include "base/ascii.h"

namespace spectrakit::http {
namespace {

struct MediaType {
  std::string_view extension;
  std::string_view type;
};

constexpr std::array kMediaTypes{
    MediaType{"jpg", "image/jpeg"},
    MediaType{"jpeg", "image/jpeg"},
    MediaType{"png", "image/png"},
    MediaType{"gif", "image/gif"},
    MediaType{"pdf", "application/pdf"},
    MediaType{"zip", "application/zip"},
    MediaType{"txt", "text/plain"},
    MediaType{"mp3", "audio/mpeg"},
    MediaType{"doc", "application/msword"},
    MediaType{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    MediaType{"xls", "application/vnd.ms-excel"},
    MediaType{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    MediaType{"ppt", "application/vnd.ms-powerpoint"},
    MediaType{"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
};

/// As the HTML standard has it for multipart/form-data: these three characters would end the quoted text or the line.
std::string escape_quoted(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '"') {
      escaped += "%22";
    } else if (c == '\r') {
      escaped += "%0D";
    } else if (c == '\n') {
      escaped += "%0A";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string make_boundary(Random& random) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string boundary = "spectrakit-";
  for (int word = 0; word < 2; ++word) {
    for (uint64_t bits = random.next(), digit = 0; digit < 16; ++digit, bits >>= 4) boundary += kHex[bits & 0xF];
  }
  return boundary;
}

std::string part_head(const FormPart& part, std::string_view boundary) {
  std::string head =
      "--" + std::string(boundary) + "\r\nContent-Disposition: form-data; name=\"" + escape_quoted(part.name) + "\"";
  if (!part.file_name.empty()) head += "; filename=\"" + escape_quoted(part.file_name) + "\"";
  if (!part.content_type.empty()) head += "\r\nContent-Type: " + part.content_type;
  return head + "\r\n\r\n";
}

}  // namespace

Body multipart_body(const std::vector<FormPart>& parts, Random& random) {
  const std::string boundary = make_boundary(random);
  Body body;
  body.content_type = "multipart/form-data; boundary=" + boundary;
  for (const FormPart& part : parts) {
    body.pieces.emplace_back(std::make_shared<const std::string>(part_head(part, boundary)));
    body.pieces.push_back(part.content);
    body.pieces.emplace_back(std::make_shared<const std::string>("\r\n"));
  }
  body.pieces.emplace_back(std::make_shared<const std::string>("--" + boundary + "--\r\n"));
  return body;
}

std::string_view content_type_of(std::string_view file_name) {
  const size_t dot = file_name.find_last_of('.');
  if (dot == std::string_view::npos) return "application/octet-stream";
  const std::string extension = ascii_lower(file_name.substr(dot + 1));
  for (const MediaType& media : kMediaTypes) {
    if (media.extension == extension) return media.type;
  }
  return "application/octet-stream";
}

}  // namespace spectrakit::http
