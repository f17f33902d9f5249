#include "sandbox/sandbox.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "sandbox/admin.h"
#include "sandbox/api.h"
#include "sandbox/faults.h"
#include "sandbox/file_store.h"
#include "sandbox/request_log.h"
#include "sandbox/router.h"
#include "sandbox/seed.h"
#include "sandbox/server.h"
#include "sandbox/stop_signal.h"
#include "sandbox/store.h"

namespace spectrakit::sandbox {
namespace {

/// The folder that the options name, or a temporary one that goes away with this object.
class DataFolder {
 public:
  explicit DataFolder(const std::string& wanted) : path_(wanted), is_temporary_(wanted.empty()) {
    if (is_temporary_) {
      path_ = (std::filesystem::temp_directory_path() / "spectrakit-sandbox-XXXXXX").string();
      if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("can not make the temporary folder " + path_);
    } else {
      std::filesystem::create_directories(path_);
    }
  }
  ~DataFolder() {
    std::error_code ignored;
    if (is_temporary_) std::filesystem::remove_all(path_, ignored);
  }
  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;

  std::string files() const { return path_ + "/files"; }
  std::string database() const { return is_temporary_ ? std::string() : path_ + "/sandbox.db"; }

 private:
  std::string path_;
  bool is_temporary_;
};

// Each connection takes a descriptor, and the usual soft limit is below what the sandbox serves.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

void announce(const Options& options, int port) {
  const nlohmann::ordered_json ready = {{"event", "ready"},
                                        {"url", "http://" + options.host + ":" + std::to_string(port)},
                                        {"api_key", options.api_key},
                                        {"pid", ::getpid()}};
  std::printf("%s\n", ready.dump().c_str());
  std::fflush(stdout);
}

int serve(const Options& options, StopSignal& stop_signal) {
  const DataFolder folder(options.data_directory);
  FileStore files(folder.files());
  Store store(folder.database());
  seed_company(store, files, options.seed, options.api_key);

  Faults faults;
  RequestLog log;
  Api api(store, files);
  Admin admin(store, api, faults, log);
  Router router;
  api.add_routes(router);
  admin.add_routes(router);

  Server server(router, faults, log);
  errno = 0;
  const int port = server.start(options.host, options.port);
  if (port < 0) {
    const std::string reason = errno == 0 ? "it can not be had" : std::strerror(errno);
    throw std::runtime_error("can not listen on " + options.host + ":" + std::to_string(options.port) + ": " + reason);
  }
  announce(options, port);
  stop_signal.wait();
  server.stop();
  return 0;
}

}  // namespace

int run(const Options& options) {
  try {
    raise_descriptor_limit();
    StopSignal stop_signal;
    return serve(options, stop_signal);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "spectrakit sandbox: %s\n", problem.what());
    return 1;
  }
}

}  // namespace spectrakit::sandbox
