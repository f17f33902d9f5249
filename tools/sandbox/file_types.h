#ifndef SPECTRAKIT_TOOLS_SANDBOX_FILE_TYPES_H
#define SPECTRAKIT_TOOLS_SANDBOX_FILE_TYPES_H

#include <string>
#include <string_view>

namespace spectrakit::sandbox {

/// The content type that an attachment's ending stands for; empty when the service does not take such files.
std::string attachment_content_type(std::string_view file_name);
/// The same for the picture of an agent or a client.
std::string image_content_type(std::string_view file_name);

/// The path under which a stored file is served, for a digest and file name.
std::string served_path(const std::string& digest, const std::string& file_name);

}  // namespace spectrakit::sandbox

#endif
