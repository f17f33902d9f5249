#include "sandbox/sandbox.h"

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "sandbox/admin.h"
#include "sandbox/api.h"
#include "sandbox/api_keys.h"
#include "sandbox/clock.h"
#include "sandbox/data_file.h"
#include "sandbox/data_folder.h"
#include "sandbox/faults.h"
#include "sandbox/file_store.h"
#include "sandbox/keys_admin.h"
#include "sandbox/origin_guard.h"
#include "sandbox/portal.h"
#include "sandbox/records_admin.h"
#include "sandbox/request_log.h"
#include "sandbox/router.h"
#include "sandbox/seed.h"
#include "sandbox/server.h"
#include "sandbox/settings.h"
#include "sandbox/snapshots_admin.h"
#include "sandbox/stop_signal.h"
#include "sandbox/store.h"

namespace spectrakit::sandbox {
namespace {

// Each connection takes a descriptor, and the usual soft limit is below what the sandbox serves.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// glibc gives each thread, and so each connection, a heap of its own, up to eight a core; what was freed in one stays
// there, and under load over hours each grows to its own peak.
void limit_heaps() {
  constexpr int kHeaps = 4;
  mallopt(M_ARENA_MAX, kHeaps);
}

/// Each company with the first of its keys that does not expire.
nlohmann::ordered_json list_companies(Database& database) {
  nlohmann::ordered_json companies = nlohmann::ordered_json::array();
  Query rows = database.query(
      "SELECT c.id, c.name, (SELECT key FROM api_keys k JOIN users u ON u.id = k.user_id WHERE k.company_id = c.id AND "
      "expires_s IS NULL AND is_active ORDER BY k.id LIMIT 1) FROM companies c ORDER BY c.id");
  while (rows.next()) {
    companies.push_back({{"id", rows.integer(0)}, {"name", rows.text(1)}, {"api_key", nullptr}});
    if (!rows.is_null(2)) companies.back()["api_key"] = rows.text(2);
  }
  return companies;
}

/// As it stands in a URL: an IPv6 address in brackets.
std::string url_host(const std::string& host) {
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

void announce(const Options& options, int port, const DataFolder& folder, Database& database) {
  const nlohmann::ordered_json companies = list_companies(database);
  const nlohmann::ordered_json ready = {{"event", "ready"},
                                        {"url", "http://" + url_host(options.host) + ":" + std::to_string(port)},
                                        {"api_key", companies.front().at("api_key")},
                                        {"companies", companies},
                                        {"clock", std::filesystem::absolute(folder.clock()).string()},
                                        {"pid", ::getpid()}};
  std::printf("%s\n", ready.dump().c_str());
  std::fflush(stdout);
}

/// Begins with the wanted records when there are none; a database that was kept stays as it is.
void fill(Database& database, const FileStore& files, const Options& options) {
  Query company = database.query("SELECT 1 FROM companies LIMIT 1");
  if (company.next()) {
    if (options.data_file.empty()) return;
    throw std::runtime_error("the folder " + options.database_directory +
                             " holds records already; leave --data out to go on with them, or use another folder");
  }
  if (options.data_file.empty()) {
    seed(database, files, options.seed);
  } else {
    load_data_file(database, files, options.data_file, options.seed.api_key);
  }
}

int serve(const Options& options, StopSignal& stop_signal) {
  const DataFolder folder(options.database_directory);
  Clock::start(folder.clock());
  FileStore files(folder.files());
  Store store(folder.database());
  Settings settings;
  fill(*store.access(), files, options);
  settings.load(*store.access());

  Faults faults;
  RequestLog log;
  ApiKeys keys;
  Api api(store, files, keys, settings);
  Admin admin(store, settings, faults, log);
  KeysAdmin keys_admin(store, keys);
  RecordsAdmin records_admin(store);
  SnapshotsAdmin snapshots_admin(store, settings);
  Portal portal;
  Router router(settings);
  OriginGuard(options.host).add_to(router);
  api.add_routes(router);
  admin.add_routes(router);
  keys_admin.add_routes(router);
  records_admin.add_routes(router);
  snapshots_admin.add_routes(router);
  portal.add_routes(router);

  Server server(router, faults, log);
  errno = 0;
  const int port = server.start(options.host, options.port);
  if (port < 0) {
    const std::string reason = errno == 0 ? "it can not be had" : std::strerror(errno);
    throw std::runtime_error("can not listen on " + options.host + ":" + std::to_string(options.port) + ": " + reason);
  }
  announce(options, port, folder, *store.access());
  stop_signal.wait();
  server.stop();
  return 0;
}

}  // namespace

int run(const Options& options) {
  try {
    raise_descriptor_limit();
    limit_heaps();
    StopSignal stop_signal;
    return serve(options, stop_signal);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "spectrakit sandbox: %s\n", problem.what());
    return 1;
  }
}

}  // namespace spectrakit::sandbox
