#ifndef SPECTRAKIT_TOOLS_SANDBOX_ERRORS_H
#define SPECTRAKIT_TOOLS_SANDBOX_ERRORS_H

#include <string>
#include <vector>

namespace spectrakit::sandbox {

struct Problem {
  /// The place in the request, such as "/data/attributes/file"; empty when the problem has none.
  std::string pointer;
  std::string detail;
};

/// The reason phrase of an HTTP status.
std::string status_title(int status);

/// A JSON:API document with `errors`, all of one HTTP status.
std::string error_document(int status, const std::vector<Problem>& problems);
std::string error_document(int status, const std::string& detail);

/// The same as problem details (RFC 9457), for the request with this path.
std::string problem_details(int status, const std::vector<Problem>& problems, const std::string& path);

}  // namespace spectrakit::sandbox

#endif
