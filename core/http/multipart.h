#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/random.h"
#include "http/body.h"

namespace spectrakit::http {

/// One part of a multipart/form-data body (RFC 7578): a plain field, or a file with its name and type.
struct FormPart {
  std::string name;
  Body::Piece content;
  /// Empty for a plain field.
  std::string file_name;
  std::string content_type;
};

Body multipart_body(const std::vector<FormPart>& parts, Random& random);

/// The media type that a file's name suggests; application/octet-stream when it suggests none.
std::string_view content_type_of(std::string_view file_name);

}  // namespace spectrakit::http
