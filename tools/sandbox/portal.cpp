#include "sandbox/portal.h"

#include <algorithm>
#include <array>

// Where portal_files.S put the bytes of a file, and where they end.
#define SPK_PORTAL_FILE(name, path, file, content_type) \
  extern "C" const char spk_portal_##name[];            \
  extern "C" const char spk_portal_##name##_end[];
#include "sandbox/portal_files.def"
#undef SPK_PORTAL_FILE

namespace spectrakit::sandbox {
namespace {

struct File {
  const char* path;
  const char* content_type;
  const char* begin;
  const char* end;
};

const std::array kFiles = {
#define SPK_PORTAL_FILE(name, path, file, content_type) \
  File{path, content_type, spk_portal_##name, spk_portal_##name##_end},
#include "sandbox/portal_files.def"
#undef SPK_PORTAL_FILE
};

// The page can run no script and load nothing but its own files, whatever the records hold that it shows, and no other
// page can put it into a frame.
constexpr char kContentPolicy[] = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

void send(const File& file, httplib::Response& response) {
  response.status = 200;
  response.set_header("Content-Security-Policy", kContentPolicy);
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Referrer-Policy", "same-origin");
  response.set_header("Cache-Control", "no-store");
  response.set_content(file.begin, static_cast<size_t>(file.end - file.begin), file.content_type);
}

}  // namespace

bool Portal::serves(std::string_view path) {
  return std::any_of(kFiles.begin(), kFiles.end(), [&](const File& file) { return file.path == path; });
}

void Portal::add_routes(Router& router) {
  for (const File& file : kFiles) {
    router.add("GET", file.path, [&file](HttpCall& call) { send(file, call.response); });
  }
}

}  // namespace spectrakit::sandbox
